import type { Client } from '@temporalio/client';
import type { ImportProgress } from '../domain/import-progress.ts';
import { importProgressSignal } from '../workflows/import-feed.ts';

/**
 * Tells a run how far its import has come, at most once in `everyMs` and not before that: a short one costs no message.
 * What can't be told is let go, as the next one says more.
 */
export const tellsProgress = (
  client: Client,
  { workflowId, runId }: { workflowId: string; runId: string },
  everyMs: number,
): ((progress: ImportProgress) => void) => {
  const run = client.workflow.getHandle(workflowId, runId);
  let toldAt = Date.now();
  return (progress) => {
    if (Date.now() - toldAt < everyMs) return;
    toldAt = Date.now();
    run.signal(importProgressSignal, progress).catch(() => undefined);
  };
};
