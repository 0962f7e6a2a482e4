import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findChromium } from '../../tools/screenshots/find-chromium.ts';

const folder = mkdtempSync(join(tmpdir(), 'staykey-chromium-'));
const chromium = join(folder, 'chromium');
writeFileSync(chromium, '#!/bin/sh\n');
chmodSync(chromium, 0o755);

test('the pictures are taken with the chromium on PATH', async () => {
  expect(await findChromium({ PATH: `/nowhere:${folder}` })).toBe(chromium);
});

test('CHROMIUM_PATH comes before PATH', async () => {
  await expect(findChromium({ PATH: folder, CHROMIUM_PATH: '/nowhere/chrome' })).rejects.toThrow(
    'CHROMIUM_PATH="/nowhere/chrome"',
  );
});

test('without any, the error names the Debian package and the variable', async () => {
  await expect(findChromium({ PATH: '/nowhere' })).rejects.toThrow(/apt install chromium.*CHROMIUM_PATH/);
});
