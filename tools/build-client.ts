import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

// Makes `dist`, the package that a PMS installs. It has a manifest of its own: that of the repository lists what the
// worker and the server need, and none of it is needed by the client.

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
  string,
  string
>;

rmSync(dist, { recursive: true, force: true });
await execa('tsc', ['-p', 'tsconfig.build.json'], { cwd: root, preferLocal: true, stdio: 'inherit' });

const manifest = {
  name,
  version,
  description: 'Typed client for the HTTP API of Staykey, which gives every reservation a door code',
  license,
  type: 'module',
  sideEffects: false,
  // The first with AbortSignal.any.
  engines: { node: '>=20.3' },
  exports: {
    './client': { types: './client/index.d.ts', default: './client/index.js' },
    './package.json': './package.json',
  },
  files: ['client'],
};
writeFileSync(join(dist, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
copyFileSync(join(root, 'LICENSE'), join(dist, 'LICENSE'));
copyFileSync(join(root, 'docs/client.md'), join(dist, 'README.md'));
