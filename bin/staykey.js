#!/usr/bin/env node
// Plain JavaScript: it must run on a Node that can't run the rest, to find one that can or to say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const script = join(root, 'src/cli.ts');
// Comes with `npm ci`.
const ownNode = join(root, 'node_modules/.bin/node');

// Most of a command's time is loading its modules: what was compiled once is kept, where nobody else may write.
const compiled = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'staykey', 'compiled');

const fail = (message) => {
  process.stderr.write(`staykey: ${message}\n`);
  process.exitCode = 1;
};

if (process.features.typescript) {
  module.enableCompileCache(compiled);
  await import('../src/cli.ts');
} else if (existsSync(ownNode)) {
  const { status, error } = spawnSync(ownNode, [script, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: compiled, ...process.env },
  });
  if (error) fail(`${ownNode} can't be run: ${error.message}`);
  else process.exitCode = status ?? 1;
} else {
  fail(
    `needs Node 22.18 or newer, which run TypeScript; this is ${process.version}. Run npm ci, which brings one, or update Node.`,
  );
}
