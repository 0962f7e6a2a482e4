import { DateTime } from 'luxon';
import pLimit from 'p-limit';
import { residentMib } from '../../chaos/watch-memory.ts';
import { listArrivals } from '../../src/temporal/list-arrivals.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, stayOf, steadyZone } from '../../test/support/builders.ts';
import { numberText, spreadOf } from '../measure.ts';
import { atMost, type Finding, type Findings } from './finding.ts';
import { playBatch } from './play.ts';
import type { Shape } from './shape.ts';

const PLAYED = 200;
const AT_ONCE = 40;
const ROUNDS = 3;

/** What one more reservation costs while so many are open, each count on top of the one before. */
export const measureScale = async (
  shape: Shape,
  sizes: readonly number[],
  say: (line: string) => void,
): Promise<Findings> => {
  const { client, stack } = shape;
  const [worker, second] = stack.workers;
  const findings: Finding[] = [];
  const empty = (await shape.database()).bytes;
  let open = 0;
  let first = NaN;
  await playBatch(shape, 'staykey', PLAYED, AT_ONCE);
  for (const size of sizes) {
    const from = performance.now();
    await openMore(size - open);
    open = size;
    const openedMs = performance.now() - from;
    say(`scale: ${size} open`);
    const one = await millisecondsEach();
    first = Number.isNaN(first) ? one : first;
    const memory = (await residentMib(worker?.pid() ?? 0)) ?? NaN;
    await second?.start();
    const two = await millisecondsEach();
    await second?.stop();
    const bytes = ((await shape.database()).bytes - empty) / size;
    const list = await listADay();
    const ratio = one / first;
    const found: Finding[] = [
      {
        what: `${numberText(size)} open: start to told, ms each (one worker; two)`,
        figure: `${numberText(one, 1)}; ${numberText(two, 1)}`,
      },
      {
        what: `${numberText(size)} open: beside ${numberText(sizes[0] ?? 0)}`,
        figure: `${ratio.toFixed(2)}×`,
        goal: atMost(1.3, ratio),
      },
      {
        what: `${numberText(size)} open: to bring them there, a second`,
        figure: numberText(((size - (sizes[sizes.indexOf(size) - 1] ?? 0)) / openedMs) * 1000),
      },
      { what: `${numberText(size)} open: worker’s memory, MiB`, figure: numberText(memory) },
      { what: `${numberText(size)} open: database, KB each`, figure: numberText(bytes / 1000, 1) },
      {
        what: `${numberText(size)} open: list of one day’s arrivals`,
        figure: `${numberText(list.rows)} rows in ${numberText(list.ms)} ms`,
      },
    ];
    // The largest size takes most of an hour: what is known by then is not lost with it.
    for (const { what, figure } of found) say(`  ${what}: ${figure}`);
    findings.push(...found);
  }
  return {
    title: 'Many open reservations',
    how: `Open ones arrive in 400 days or later, at a worker that keeps 200 runs in its memory. With so many open, ${PLAYED} more are played from start to code, ${AT_ONCE} at a time, the median of ${ROUNDS} times. The database holds these played ones too: ${2 * ROUNDS * PLAYED} more at each size.`,
    findings,
  };

  async function openMore(count: number): Promise<void> {
    const limit = pLimit(AT_ONCE);
    await limit.map(
      Array.from({ length: count }, (_, index) => index),
      (index) =>
        startReservation(
          client,
          stack.taskQueue,
          aReservation({
            propertyId: `house-${index % 500}`,
            doorIds: [`00000000-0000-4000-8000-${String(index % 20).padStart(12, '0')}`],
            stay: stayOf({ arrivesInDays: 400 + (index % 200) }),
            timeZone: steadyZone,
          }),
        ),
    );
    await shape.untilIdle();
  }

  async function millisecondsEach(): Promise<number> {
    const each: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      each.push((await playBatch(shape, 'staykey', PLAYED, AT_ONCE)).tookMs / PLAYED);
    }
    return spreadOf(each).median;
  }

  async function listADay(): Promise<{ rows: number; ms: number }> {
    const day = DateTime.utc().startOf('day').plus({ days: 450 });
    const wanted = { propertyIds: null, from: day.toISO(), to: day.plus({ days: 1 }).toISO() };
    const from = performance.now();
    const { rows } = await listArrivals(client, wanted);
    return { rows: rows.length, ms: performance.now() - from };
  }
};
