#!/usr/bin/env node
// Plain JavaScript: it must run on a Node that can't run the rest, to find one that can or to say so.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const script = join(root, 'src/cli.ts');
// Comes with `npm ci`.
const ownNode = join(root, 'node_modules/.bin/node');

const fail = (message) => {
  process.stderr.write(`staykey: ${message}\n`);
  process.exitCode = 1;
};

if (process.features.typescript) {
  await import('../src/cli.ts');
} else if (existsSync(ownNode)) {
  const { status, error } = spawnSync(ownNode, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  if (error) fail(`${ownNode} can't be run: ${error.message}`);
  else process.exitCode = status ?? 1;
} else {
  fail(
    `needs Node 22.18 or newer, which run TypeScript; this is ${process.version}. Run npm ci, which brings one, or update Node.`,
  );
}
