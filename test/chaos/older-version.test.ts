import { existsSync } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkOutVersion } from '../../chaos/older-version.ts';
import { emptyFolder } from '../temporal/fake-command.ts';

// Not so where the sources were unpacked from an archive.
const isClone = existsSync('.git');

test.skipIf(!isClone)(
  'another revision is put beside this one, with the packages of this one',
  { tags: 'git' },
  async () => {
    const folder = await emptyFolder();
    const { name, workerScript } = await checkOutVersion('HEAD', folder);
    expect(name).toMatch(/^HEAD \([\da-f]{7}\)$/);
    expect(await readFile(workerScript, 'utf8')).toContain('Worker');
    await access(join(folder, 'older-version/node_modules/execa/package.json'));
  },
);

test('a revision that is not there is named', { tags: 'git' }, async () => {
  await expect(checkOutVersion('no-such-revision', await emptyFolder())).rejects.toThrow(
    '"no-such-revision"',
  );
});
