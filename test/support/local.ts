import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa, type Options } from 'execa';
import type { ReportEntry } from '../../src/local/report.ts';

const folder = mkdtempSync(join(tmpdir(), 'staykey-e2e-'));

export const writeJson = (name: string, content: unknown): string => {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

// A server somebody runs already would keep what other runs left behind.
export const withoutTemporal = { TEMPORAL_ADDRESS: '', STAYKEY_PAYLOAD_ENCRYPTION: '' };

/** `npm start -- …`, as a process of its own. */
export const npmStart = (args: string[], options: Options = {}) =>
  execa('npm', ['start', '--', ...args], { env: withoutTemporal, reject: false, ...options });

/** Runs the given doors and reservations to their end and reads the report. */
export const once = async (name: string, world: unknown, reservations: unknown) => {
  const report = join(folder, `${name}-report.json`);
  const files = [
    '--world',
    writeJson(`${name}-world.json`, world),
    '--reservations',
    writeJson(`${name}-in.json`, reservations),
  ];
  const { exitCode, stdout, stderr } = await npmStart(['--once', ...files, '--report', report]);
  if (exitCode !== 0) return { exitCode, entries: [], output: `${String(stdout)}\n${String(stderr)}` };
  const entries = JSON.parse(readFileSync(report, 'utf8')) as ReportEntry[];
  return { exitCode, entries, output: `${String(stdout)}\n${String(stderr)}` };
};
