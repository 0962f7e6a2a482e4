import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { dataConverterFor } from './data-converter.ts';
import type { PayloadKeys } from './keys.ts';
import { quoted } from './query-text.ts';
import { workflowCode } from './workflow-code.ts';

export interface ReplayedRun {
  workflowId: string;
  runId: string;
  /** Why this build would not go on as the run went; null where it would. */
  problem: string | null;
}

interface Wanted {
  taskQueue: string;
  keys: PayloadKeys | null;
  /** At most so many of those that have not ended, and of those that have; the newest. */
  open: number;
  closed: number;
}

/** Replays histories of runs there are with the workflows of this build. Changes nothing: no activity is called. */
export const replayRuns = async function* (client: Client, wanted: Wanted): AsyncGenerator<ReplayedRun> {
  const dataConverter = dataConverterFor(wanted.keys);
  const options = { ...workflowCode(null, dataConverter), dataConverter };
  for await (const { workflowId, runId, error } of Worker.runReplayHistories(
    options,
    histories(client, wanted),
  ))
    yield { workflowId, runId, problem: error?.message ?? null };
};

const histories = async function* (client: Client, { taskQueue, open, closed }: Wanted) {
  const ofQueue = `TaskQueue = ${quoted(taskQueue)}`;
  const groups = [
    { query: `${ofQueue} AND ExecutionStatus = 'Running'`, most: open },
    { query: `${ofQueue} AND ExecutionStatus != 'Running'`, most: closed },
  ];
  for (const { query, most } of groups) {
    let count = 0;
    for await (const { workflowId, runId } of client.workflow.list({ query, pageSize: 100 })) {
      if (count === most) break;
      count += 1;
      yield { workflowId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() };
    }
  }
};
