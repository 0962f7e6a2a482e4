import { readdir, readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { buildTemporal } from '../../src/temporal/build-temporal.ts';
import { emptyFolder, fakeCommand } from './fake-command.ts';

// Lists three packages; a build takes a moment, counts itself and leaves its -o file. Real Go is not wanted here.
const go = `
case "$1" in
  list) printf 'fmt\\nnet\\nexample.com/temporal\\n' ;;
  build)
    echo "build cgo=$CGO_ENABLED work=$GOWORK" >> "$LOG"
    sleep 0.3
    while [ "$1" != -o ]; do shift; done
    echo built > "$2" ;;
esac`;

let folder: string;
let to: string;
let env: NodeJS.ProcessEnv;
let said: string[];
const say = (line: string) => said.push(line);

beforeEach(async () => {
  folder = await emptyFolder();
  to = join(folder, 'temporal');
  const bin = await emptyFolder();
  await fakeCommand(bin, 'go', go);
  env = { PATH: `${bin}:/usr/bin:/bin`, LOG: join(bin, 'log'), GOWORK: '/elsewhere/go.work' };
  said = [];
});
const builds = async () => (await readFile(env['LOG'] ?? '', 'utf8')).trim().split('\n');

test('builds without cgo and outside any workspace, and leaves nothing but the command', async () => {
  await writeFile(join(folder, 'temporal-1.partial'), 'of a killed build');
  expect(await buildTemporal({ to, env, say })).toBe(to);
  expect(await readdir(folder)).toEqual(['temporal']);
  expect(await builds()).toEqual(['build cgo=0 work=off']);
  expect(said).toContain('building the Temporal server; packages to compile: 3');
});

test('two processes that need it build it once', async () => {
  await Promise.all([buildTemporal({ to, env, say }), buildTemporal({ to, env, say })]);
  expect(await builds()).toHaveLength(1);
  expect(said).toContain(`Another process holds ${to}.lock; waiting for it…`);
});

test('a lock that nobody has touched for long is taken over', async () => {
  await writeFile(`${to}.lock`, '');
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(`${to}.lock`, longAgo, longAgo);
  await buildTemporal({ to, env, say });
  expect(await readdir(folder)).toEqual(['temporal']);
});

test('a build that fails says how it ended and what Go printed last', async () => {
  await fakeCommand((env['PATH'] ?? '').split(':')[0] ?? '', 'go', 'echo >&2 go: no such module; exit 1');
  await expect(buildTemporal({ to, env, say })).rejects.toThrow(/exit code 1.*\ngo: no such module$/);
  expect(await readdir(folder)).toEqual([]);
});

test('without Go it says so', async () => {
  await expect(buildTemporal({ to, env: { PATH: folder }, say })).rejects.toThrow(
    'there is no go command on PATH',
  );
});
