import type { Client } from '@temporalio/client';
import { Worker, type WorkflowBundle } from '@temporalio/worker';
import pLimit from 'p-limit';
import { reservationWorkflowId } from '../src/domain/ids.ts';
import { quietAgenda } from '../src/temporal/run-agenda.ts';
import { fastForward } from '../src/temporal/virtual-time.ts';
import type { Invariant } from './invariants.ts';
import type { Booking } from './season.ts';

const AT_ONCE = 10;
const HOUR_MS = 3_600_000;
/** As gRPC says it. */
const NOT_FOUND = 5;

/** Waits until nothing is under way in any run; says which are still at it after ten minutes. */
export const untilQuiet = async (client: Client, ids: readonly string[]): Promise<string[]> => {
  const busy: string[] = [];
  await pLimit(AT_ONCE).map([...ids], async (workflowId) => {
    await quietAgenda(client, workflowId).catch((error: Error) =>
      busy.push(`${workflowId}: ${error.message}`),
    );
  });
  return busy;
};

/** Moves every run on by hours of its own time, and says which are not at rest then, or not over where they should be. */
export const passHours = async (
  client: Client,
  ids: readonly string[],
  hours: number,
  expected: 'at rest' | 'over',
): Promise<Invariant> => {
  const stuck: string[] = [];
  let over = 0;
  await pLimit(AT_ONCE).map([...ids], async (workflowId) => {
    try {
      if (!(await quietAgenda(client, workflowId)).isOver) {
        await fastForward(client, workflowId, hours * HOUR_MS, { withinMs: 120_000 }).catch(
          async (error: unknown) => {
            // The end of the run on the way is no fault.
            if (!(await quietAgenda(client, workflowId)).isOver) throw error;
          },
        );
      }
      const { isOver } = await quietAgenda(client, workflowId);
      if (isOver) over += 1;
      else if (expected === 'over') stuck.push(`${workflowId}: not over`);
    } catch (error) {
      stuck.push(`${workflowId}: ${(error as Error).message}`);
    }
  });
  return {
    name:
      expected === 'over'
        ? 'A run that does not end after its stay'
        : 'A run stuck an hour after the last fault',
    violations: stuck,
    seen: `${ids.length} runs moved on by ${hours} h; ${over} over by then`,
  };
};

/** Every history against the code as it is now. */
export const replayAll = async (
  client: Client,
  workflowBundle: WorkflowBundle,
  bookings: readonly Booking[],
): Promise<Invariant> => {
  const violations: string[] = [];
  let events = 0;
  let longest = 0;
  const histories = async function* () {
    for (const { key } of bookings) {
      const workflowId = reservationWorkflowId(key);
      const history = await client.workflow
        .getHandle(workflowId)
        .fetchHistory()
        .catch((error: { code?: number }) => {
          // A booking that was cancelled before it got through began no run.
          if (error.code !== NOT_FOUND) throw error;
          return null;
        });
      if (history === null) continue;
      events += history.events?.length ?? 0;
      longest = Math.max(longest, history.events?.length ?? 0);
      yield { workflowId, history };
    }
  };
  // By one worker: each has a source map of its own, and a few hundred of those are more than fit.
  const { dataConverter } = client.options;
  const replays = Worker.runReplayHistories({ workflowBundle, dataConverter }, histories());
  for await (const { workflowId, error } of replays) {
    if (error) violations.push(`${workflowId}: ${error.message}`);
  }
  return {
    name: 'A run whose history does not replay',
    violations,
    seen: `${events.toLocaleString('en-US')} events, the longest history ${longest}`,
  };
};
