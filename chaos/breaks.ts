import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Part } from '../src/stack/part.ts';
import type { ProductionStack } from '../src/stack/stack.ts';
import { newKeyLine } from '../src/temporal/keys.ts';
import type { BreakName } from './fault-plan.ts';
import type { Receivers } from './receivers.ts';
import { mustBeSkewed, skewedClock } from './skew-clock.ts';

export interface Breakable {
  stack: ProductionStack;
  receivers: Receivers;
  /** Graceful stops: how long each took, and whether it had to be killed. */
  stops: { part: string; ms: number; wasKilled: boolean }[];
  /** Resolves while a reading of the feed is under way in a worker; false where none came until the end. */
  untilReading: () => Promise<boolean>;
  /** Whether that reading waits for another attempt. */
  isReadingCut: () => Promise<boolean>;
  readingsCut: { count: number };
  /** Resolves once no worker runs an earlier version any more. */
  thisVersionRuns: Promise<void>;
  /** An operator asks for other codes: also late in a season there is something to make. */
  reissueSome: () => Promise<void>;
  /** libfaketime's library. */
  faketime: string | null;
  /** Called when workers of an older version are first replaced by this code. */
  deployed: () => Promise<void>;
}

type Break = (stage: Breakable, lastsMs: number) => Promise<void>;

const restart = async (part: Part, downMs: number): Promise<void> => {
  await part.kill();
  await pause(downMs);
  await part.start();
};

/** A fault of the simulated Seam for a while. */
const seam =
  (...faults: object[]): Break =>
  async ({ stack }, lastsMs) => {
    const ids: string[] = [];
    for (const fault of faults) ids.push(await addFault(stack.simulatorUrl, fault));
    await pause(lastsMs);
    for (const id of ids) await fetch(`${stack.simulatorUrl}/_sim/faults/${id}`, { method: 'DELETE' });
  };

const gracefully = async (stage: Breakable, part: Part): Promise<void> => {
  stage.stops.push({ part: part.name, ...(await part.stop()) });
  await part.start();
};

/** With its clock wrong from its start on, and right again after a while. */
const skewed = async (stage: Breakable, part: Part, seconds: number, lastsMs: number): Promise<void> => {
  const { faketime, stops } = stage;
  if (faketime === null) throw new Error('There is no libfaketime here');
  stops.push({ part: part.name, ...(await part.stop()) });
  await part.start(skewedClock(faketime, seconds));
  await mustBeSkewed(part);
  await pause(lastsMs);
  await gracefully(stage, part);
};

// Signed messages are taken for five minutes: beyond that a wrong clock is refused, which is another fault.
const SKEW_SECONDS = 240;
const create = '/access_codes/create';

export const breaks: Readonly<Record<BreakName, Break>> = {
  'kill worker 1': ({ stack }, ms) => restart(workerOf(stack, 0), ms),
  'kill worker 2': ({ stack }, ms) => restart(workerOf(stack, 1), ms),
  'kill both workers': async ({ stack }, ms) => {
    await Promise.all(stack.workers.map((worker) => restart(worker, ms)));
  },
  'kill api': ({ stack }, ms) => restart(stack.api, ms),
  'kill temporal': ({ stack }, ms) => restart(stack.temporal, ms),
  'kill postgres': ({ stack }, ms) => restart(stack.postgres, ms),
  'kill workers in an import': async ({ stack, untilReading, isReadingCut, readingsCut }, ms) => {
    if (!(await untilReading())) return;
    await Promise.all(stack.workers.map((worker) => worker.kill()));
    if (await isReadingCut()) readingsCut.count += 1;
    await pause(ms);
    await Promise.all(stack.workers.map((worker) => worker.start()));
  },
  'stop a worker gracefully': (stage) => gracefully(stage, workerOf(stage.stack, 0)),
  'stop the api gracefully': (stage) => gracefully(stage, stage.stack.api),
  'deploy workers one by one': async (stage) => {
    if (stage.stack.code.workerScript !== null) await stage.deployed();
    stage.stack.code.workerScript = null;
    for (const worker of stage.stack.workers) await gracefully(stage, worker);
  },
  'rotate keys': rotateKeys,
  'worker clock ahead': (stage, ms) => skewed(stage, workerOf(stage.stack, 1), SKEW_SECONDS, ms),
  'api clock behind': (stage, ms) => skewed(stage, stage.stack.api, -SKEW_SECONDS, ms),
  'seam outage': seam({ kind: 'outage' }),
  'seam 429 storm': seam({ kind: 'rate_limited', retry_after: 2 }),
  'seam 500s': seam({ kind: 'error_500', probability: 0.5 }),
  'seam html 502s': seam({ kind: 'html_502', probability: 0.5 }),
  'seam hangs': seam(
    { kind: 'hang_before_commit', probability: 0.3, ms: 30_000 },
    { kind: 'hang_after_commit', path: create, probability: 0.3, ms: 30_000 },
  ),
  'seam slow': seam({ kind: 'slow', delay_ms: 3_000 }),
  'seam loses answers': seam({ kind: 'error_after_commit', path: create, probability: 0.7 }),
  'seam resets after create': seam({ kind: 'reset_after_commit', path: create, probability: 0.7 }),
  'seam spoils answers': seam({ kind: 'invalid_response', path: create, probability: 0.7 }),
  'seam lists stale': seam(
    { kind: 'stale_list', lag_ms: 2_500 },
    { kind: 'reset_after_commit', path: create, probability: 0.5 },
  ),
  // For longer than the looks after a lost answer take: what is made and not answered then is made again.
  'seam lists stale too long': async (stage, ms) => {
    // What an earlier version does not find out is no fault of this one.
    await stage.thisVersionRuns;
    const broken = seam(
      { kind: 'stale_list', lag_ms: 3_600_000 },
      { kind: 'reset_after_commit', path: create, times: 3 },
    )(stage, Math.max(ms, 25_000));
    await stage.reissueSome();
    await broken;
  },
  'seam clock ahead': async ({ stack }) => {
    await post(`${stack.simulatorUrl}/_sim/clock`, { advance_ms: 60_000 });
  },
  'webhooks missing': seam({ kind: 'webhook_drop' }),
  'webhooks twice': seam({ kind: 'webhook_duplicate' }),
  'webhooks late and out of order': seam({ kind: 'webhook_reorder', delay_ms: 5_000 }),
  'mail server down': async ({ receivers }, ms) => {
    receivers.smtp.isDown = true;
    await pause(ms);
    receivers.smtp.isDown = false;
  },
  'pms webhook down': async ({ receivers }, ms) => {
    receivers.pms.isDown = true;
    await pause(ms);
    receivers.pms.isDown = false;
  },
};

const workerOf = ({ workers }: ProductionStack, index: number): Part => {
  const worker = workers[index];
  if (!worker) throw new Error(`There is no worker ${index + 1} in the stack`);
  return worker;
};

/** As docs/security.md says: first everybody can read the new key, then everybody writes with it. */
async function rotateKeys(stage: Breakable): Promise<void> {
  const { keysFile, workers, api } = stage.stack;
  const known = (await readFile(keysFile, 'utf8')).trim().split('\n');
  const added = newKeyLine(new Date());
  for (const lines of [
    [...known, added],
    [added, ...known],
  ]) {
    await writeFile(keysFile, `${lines.join('\n')}\n`, { mode: 0o600 });
    for (const part of [...workers, api]) await gracefully(stage, part);
  }
}

const addFault = async (simulatorUrl: string, fault: object): Promise<string> => {
  const { fault_id } = (await post(`${simulatorUrl}/_sim/faults`, fault)) as { fault_id: string };
  return fault_id;
};

const post = async (url: string, body: object): Promise<unknown> => {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`);
  return response.json();
};
