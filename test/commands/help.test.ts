import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { staykey } from '../support/staykey.ts';

const commandsIn = (help: string): string[] =>
  [...(help.split('\nCommands:\n')[1]?.split('\n\n')[0] ?? '').matchAll(/^ {2}([a-z][a-z-]*)/gm)]
    .map(([, name = '']) => name)
    .filter((name) => name !== 'help');

test('every command has help that ends on examples of itself', async () => {
  const top = await staykey(['--help']);
  expect(top).toMatchObject({ exitCode: 0, stderr: '' });
  const names = commandsIn(top.stdout);
  expect(names.length).toBeGreaterThan(10);
  await Promise.all(
    names.map(async (name) => {
      const { stdout } = await staykey([name, '--help']);
      const [nested] = commandsIn(stdout);
      const path = nested === undefined ? [name] : [name, nested];
      const { stdout: help, exitCode } = await staykey([...path, '--help']);
      expect(exitCode, name).toBe(0);
      expect(help.split('\nExamples:\n')[1], name).toContain(`staykey ${path.join(' ')}`);
    }),
  );
}, 60_000);

test('a mistyped command is refused, with the one that may be meant', async () => {
  const answer = await staykey(['lst']);
  expect(answer).toMatchObject({ exitCode: 2, stdout: '' });
  expect(answer.stderr).toContain('Did you mean list?');
  expect(await staykey([])).toMatchObject({ exitCode: 2, stdout: '' });
});

test('Temporal that is not there is a fault with its address', async () => {
  const answer = await staykey(['list'], { TEMPORAL_ADDRESS: '127.0.0.1:9' });
  expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
  expect(answer.stderr).toMatch(/^Temporal can't be reached at 127\.0\.0\.1:9: /);
}, 30_000);

const onOldNode = (script: string) =>
  execa(process.execPath, ['--no-experimental-strip-types', script, 'queries'], { reject: false });

test('a Node that runs no TypeScript hands over to the one in node_modules', async () => {
  const { exitCode, stdout } = await onOldNode('bin/staykey.js');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('staykey list --attention');
});

test('without any such Node the command says which one it needs', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'staykey-bin-'));
  try {
    await cp('bin', join(folder, 'bin'), { recursive: true });
    await cp('package.json', join(folder, 'package.json'));
    const { exitCode, stderr } = await onOldNode(join(folder, 'bin/staykey.js'));
    expect(exitCode).toBe(1);
    expect(stderr).toBe(
      `staykey: needs Node 22.18 or newer, which run TypeScript; this is ${process.version}. Run npm ci, which brings one, or update Node.`,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});
