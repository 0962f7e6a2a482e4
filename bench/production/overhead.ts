import type { WorkflowHandle } from '@temporalio/client';
import { numberText, quantileOf, spreadOf, spreadText } from '../measure.ts';
import { atLeast, atMost, type Findings } from './finding.ts';
import { playBatch, type Batch, type Kind } from './play.ts';
import type { Shape } from './shape.ts';

const ONE_BY_ONE = 40;
const AT_ONCE = 40;
const MANY = 300;

/** A quiet reservation against a bare workflow that waits for the same. */
export const measureOverhead = async (
  shape: Shape,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> => {
  const alone: Record<Kind, Batch[]> = { bare: [], stepped: [], staykey: [] };
  const together: Record<Kind, Batch[]> = { bare: [], stepped: [], staykey: [] };
  // The first round, in which caches and code are warmed, is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    say(`overhead, round ${round} of ${rounds}`);
    for (const kind of ['bare', 'stepped', 'staykey'] as const) {
      const one = await playBatch(shape, kind, ONE_BY_ONE, 1);
      const many = await playBatch(shape, kind, MANY, AT_ONCE);
      if (round === 0) continue;
      alone[kind].push(one);
      together[kind].push(many);
    }
  }
  const ratio = (
    batches: Record<Kind, Batch[]>,
    of: (batch: Batch) => number,
    beside: 'bare' | 'stepped' = 'bare',
  ) => spreadOf(batches.staykey.map((batch, round) => of(batch) / of(batches[beside][round] ?? batch)));
  const each = (of: (batch: Batch) => number, kind: Kind, batches = together) =>
    spreadOf(batches[kind].map((batch) => of(batch) / batch.runs.length));

  const wall = ratio(alone, ({ latencies }) => quantileOf(latencies, 0.5));
  const cpu = ratio(together, ({ cpuMs }) => cpuMs);
  const transactions = ratio(together, (batch) => batch.transactions);
  const rate = ratio(together, ({ tookMs }) => 1 / tookMs);
  const [bare, staykey] = [await sizeOf(together.bare), await sizeOf(together.staykey)];
  const perSecond = (kind: Kind) =>
    spreadText(spreadOf(together[kind].map(({ tookMs }) => (MANY / tookMs) * 1000)), 0);
  const perRun = (of: (batch: Batch) => number, digits: number) =>
    `${spreadText(each(of, 'staykey'), digits)} against ${spreadText(each(of, 'bare'), digits)}`;
  const stepped = (batches: Record<Kind, Batch[]>, of: (batch: Batch) => number) =>
    spreadText(ratio(batches, of, 'stepped'));
  return {
    title: 'A quiet reservation against a bare workflow',
    how: `Start to the PMS told of the code: ${ONE_BY_ONE} one after the other, then ${MANY} with ${AT_ONCE} under way at a time, ${rounds} rounds of each by turns. The bare workflow has one activity, one signal and one timer, no rules and no encryption; its activity makes the calls to Seam that a code takes at the least (door, list, create, read) and tells the PMS unsigned. Stepped is a bare workflow that takes Staykey’s steps (a look at the door, the code, an upsert, the message) and encrypts as it does, with no rules: what the engine asks for that many steps.`,
    findings: [
      { what: 'wall time, one at a time', figure: `${spreadText(wall)}×`, goal: atMost(1.25, wall.median) },
      {
        what: 'of that, milliseconds (median of a round)',
        figure: `${medianMs(alone.staykey)} against ${medianMs(alone.bare)}`,
      },
      {
        what: 'wall time beside the stepped one',
        figure: `${stepped(alone, ({ latencies }) => quantileOf(latencies, 0.5))}×`,
      },
      { what: 'worker CPU', figure: `${spreadText(cpu)}×`, goal: atMost(1.25, cpu.median) },
      { what: 'worker CPU beside the stepped one', figure: `${stepped(together, ({ cpuMs }) => cpuMs)}×` },
      { what: 'worker CPU a reservation, ms', figure: perRun(({ cpuMs }) => cpuMs, 1) },
      { what: 'database transactions', figure: `${spreadText(transactions)}×` },
      { what: 'database transactions a reservation', figure: perRun((batch) => batch.transactions, 1) },
      {
        what: 'history events until told',
        figure: `${staykey.events} against ${bare.events}`,
        goal: atMost(30, staykey.events, ''),
      },
      {
        what: 'history, KB',
        figure: `${numberText(staykey.bytes / 1000, 1)} against ${numberText(bare.bytes / 1000, 1)}`,
        goal: atMost(30, staykey.bytes / 1000, ''),
      },
      { what: 'throughput', figure: `${spreadText(rate)}×`, goal: atLeast(0.8, rate.median) },
      {
        what: 'throughput beside the stepped one',
        figure: `${stepped(together, ({ tookMs }) => 1 / tookMs)}×`,
      },
      {
        what: 'reservations a second, start to told',
        figure: `${perSecond('staykey')} against ${perSecond('bare')}`,
      },
    ],
  };
};

const medianMs = (batches: readonly Batch[]): string =>
  spreadText(spreadOf(batches.map(({ latencies }) => quantileOf(latencies, 0.5))), 0);

/** Of the last run, by now at rest in its timer to the departure. */
const sizeOf = async (batches: readonly Batch[]): Promise<{ events: number; bytes: number }> => {
  const run: WorkflowHandle | undefined = batches.at(-1)?.runs[0];
  const description = await run?.describe();
  return {
    events: description?.historyLength ?? NaN,
    bytes: Number(description?.historySize ?? NaN),
  };
};
