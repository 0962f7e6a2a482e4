import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { confirm } from '../../src/commands/confirm.ts';

const terminal = (isTTY: boolean) => ({
  input: Object.assign(new PassThrough(), { isTTY }),
  output: new PassThrough(),
});

test('a yes goes on, in any case and with blanks around it', async () => {
  const { input, output } = terminal(true);
  input.write(' YES \n');
  await expect(confirm('The old code stays live.', { input, output })).resolves.toBeUndefined();
  expect(String(output.read())).toContain('The old code stays live. Type yes to go on:');
});

test.each(['y\n', 'no\n', '\n', null])('anything else is a no: %j', async (answer) => {
  const { input, output } = terminal(true);
  if (answer === null) input.end();
  else input.write(answer);
  await expect(confirm('Really?', { input, output })).rejects.toMatchObject({
    message: 'Nothing was done.',
    exitCode: 2,
  });
});

test('without a terminal nobody is asked, and nothing waits', async () => {
  await expect(confirm('Really?', terminal(false))).rejects.toThrow('expected --yes. Nothing was done.');
});
