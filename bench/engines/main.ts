/**
 * The same story on four engines:
 *   npm run engines -- --report docs/engines.md
 * See README.md for the story, docs/engines.md for what came of it.
 */
import { rmSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import getPort from 'get-port';
import type { CreateEngine } from './driver/engine.ts';
import { countFolder } from './driver/lines.ts';
import { createDbos } from './driver/engines/dbos.ts';
import { createPgBoss } from './driver/engines/pg-boss.ts';
import { createRestate } from './driver/engines/restate.ts';
import { createTemporal } from './driver/engines/temporal.ts';
import { planQuiet, planRough } from './driver/plan.ts';
import { startPms } from './driver/pms.ts';
import { playQuiet } from './driver/quiet-pass.ts';
import { writeReport, type Measured } from './driver/report.ts';
import { playRough } from './driver/rough-pass.ts';
import { engineNames, parseOptions, type EngineName } from './options.ts';

const makers: Record<EngineName, CreateEngine> = {
  dbos: createDbos,
  restate: createRestate,
  'pg-boss': createPgBoss,
  temporal: createTemporal,
};
const { quick, only, seed, report, keep } = parseOptions();
const size = quick
  ? { rounds: 1, quiet: 12, perSecond: 12, rough: 24, roughForMs: 6_000 }
  : { rounds: 3, quiet: 45, perSecond: 15, rough: 96, roughForMs: 16_000 };
const say = (line: string) => process.stderr.write(`${line}\n`);

Runtime.install({ logger: new DefaultLogger('ERROR') });
const loadBefore = loadavg()[0] ?? NaN;
const folder = await mkdtemp(join(tmpdir(), 'staykey-engines-'));
// PostgreSQL may have to run as another user: to be passed through, not to be read.
await chmod(folder, 0o711);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The parts end with this process.
    if (!keep) rmSync(folder, { recursive: true, force: true });
    process.exit(1);
  });
}
try {
  const simulatorPort = await getPort();
  const seamUrl = `http://127.0.0.1:${simulatorPort}`;
  await using pms = await startPms(seamUrl);
  const env = { SEAM_URL: seamUrl, RECEIVER_URL: pms.url };
  const measured: Measured[] = [];
  for (const name of engineNames) {
    if (!only.includes(name)) continue;
    const create = makers[name];
    const engine = await create({ folder: join(folder, name), env, say });
    const lines = await countFolder(join(import.meta.dirname, engine.folder));
    measured.push({ engine, lines, quiet: [] });
  }
  for (let round = 0; round < size.rounds; round += 1) {
    // Each round begins with another engine: none is always the first on a machine that has just rested.
    for (const { engine, quiet } of rotated(measured, round)) {
      say(`${engine.name}, quiet, round ${round + 1}`);
      const plan = planQuiet(`q${round}`, size.quiet, size.perSecond);
      quiet.push(await playQuiet({ engine, pms, plan, folder, simulatorPort }));
    }
  }
  for (const one of measured) {
    say(`${one.engine.name}, rough`);
    const plan = planRough('r', size.rough, size.roughForMs, seed);
    const options = { engine: one.engine, pms, plan, folder, simulatorPort, forMs: size.roughForMs };
    one.rough = await playRough(options);
  }
  await writeReport(measured, { ...size, seed, loadBefore }, report);
} finally {
  if (keep) say(`Kept: ${folder}`);
  else await rm(folder, { recursive: true, force: true });
}

function rotated<T>(list: T[], by: number): T[] {
  return [...list.slice(by % list.length), ...list.slice(0, by % list.length)];
}
