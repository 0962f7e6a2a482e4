import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lock = readFileSync('bench/engines/package-lock.json', 'utf8');

test('the lock file of the engines holds the server of every platform', () => {
  for (const platform of ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64']) {
    expect(lock).toContain(`"node_modules/@restatedev/restate-server-${platform}"`);
  }
});

test('the lock file of the engines names no registry', () => {
  expect(lock).not.toContain('"resolved"');
});

test('the engines are at the versions that their manifest asks for', () => {
  const { dependencies } = JSON.parse(readFileSync('bench/engines/package.json', 'utf8')) as {
    dependencies: Record<string, string>;
  };
  const { packages } = JSON.parse(lock) as {
    packages: Record<string, { dependencies?: Record<string, string> }>;
  };
  expect(packages['']?.dependencies).toEqual(dependencies);
});
