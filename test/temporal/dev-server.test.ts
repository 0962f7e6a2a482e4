import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startDevServer } from '../../src/temporal/dev-server.ts';
import { emptyFolder, fakeCommand } from './fake-command.ts';

const start = (binary: string, said: string[] = []) =>
  startDevServer({ binary, ui: false, searchAttributes: {}, say: (line) => said.push(line) });

test('a server that dies at once is reported with what it printed last', async () => {
  const binary = await fakeCommand(await emptyFolder(), 'temporal', 'echo >&2 no such flag; exit 4');
  await expect(start(binary)).rejects.toThrow(/never served.*exit code 4[^]*no such flag/);
});

test('a lost race for a port is tried again, but not for ever', async () => {
  const folder = await emptyFolder();
  const said: string[] = [];
  const binary = await fakeCommand(folder, 'temporal', `echo "can't set frontend port 1: in use"; exit 1`);
  await expect(start(binary, said)).rejects.toThrow("can't set frontend port 1: in use");
  expect(said).toHaveLength(2);
});

test('a command that is not there is named', async () => {
  const missing = join(await emptyFolder(), 'temporal');
  await expect(start(missing)).rejects.toThrow(missing);
});

test('a process tied to its parent ends with it, even when the parent is killed', async () => {
  const module = join(import.meta.dirname, '../../src/temporal/end-with-parent.ts');
  const program = `
    import { spawn } from 'node:child_process';
    const { endWithParent } = await import(${JSON.stringify(module)});
    const child = spawn('sleep', ['600'], { detached: true, stdio: ['ignore', 'inherit', 'ignore'] });
    endWithParent(child.pid);
    console.log('started');
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', program]);
  await once(parent.stdout, 'data');

  parent.kill('SIGKILL');

  // Both processes hold this pipe open: it closes with the last of them.
  await once(parent.stdout, 'close', { signal: AbortSignal.timeout(4_000) });
});
