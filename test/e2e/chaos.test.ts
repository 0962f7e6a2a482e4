import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { emptyFolder } from '../temporal/fake-command.ts';

const script = fileURLToPath(new URL('../../chaos/main.ts', import.meta.url));

test('a small season on PostgreSQL with two workers, the API and Temporal killed on the way keeps every invariant', async () => {
  const report = `${await emptyFolder()}/report.md`;
  const size = ['--reservations', '20', '--minutes', '1', '--faults', '8', '--seed', '4'];
  const { exitCode, stderr } = await execa(process.execPath, [script, ...size, '--report', report], {
    reject: false,
    forceKillAfterDelay: 10_000,
    timeout: 240_000,
    // Of the simulator's own choice: this process may hold settings for other tests.
    env: { STAYKEY_PAYLOAD_ENCRYPTION: '' },
  });
  const text = await readFile(report, 'utf8').catch(() => '');
  expect({ exitCode, text }, stderr).toMatchObject({ exitCode: 0 });
  expect(text).toContain('**Every invariant holds.**');
});
