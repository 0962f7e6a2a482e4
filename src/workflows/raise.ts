import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { NoticeText } from '../domain/door/staff-words.ts';
import { raising } from './activity-options.ts';
import { keyOf, type Run } from './run.ts';

const { raiseNotices } = proxyActivities<Activities>(raising);

/** Puts a notice into the outbox, which is part of the run's state: it is handed on once, whatever happens meanwhile. */
export const raise = (run: Run, doorId: string | null, notice: NoticeText | null): void => {
  if (notice === null) return;
  const { workflowId, firstExecutionRunId } = workflowInfo();
  // A reservation that is booked again has the same workflow id and another chain of runs.
  const id = `${workflowId}/${firstExecutionRunId.slice(0, 8)}/${notice.id}`;
  run.outbox.push({ ...notice, id, key: keyOf(run), workflowId, doorId });
};

// One signal is one payload: what hundreds of codes say goes in several.
const MOST_AT_ONCE = 50;

/** Hands on what is in the outbox. */
export async function emptyOutbox(run: Run): Promise<void> {
  while (run.outbox.length > 0) {
    const notices = run.outbox.slice(0, MOST_AT_ONCE);
    await raiseNotices.executeWithOptions({ summary: `Raise ${notices.length} notice(s) for staff` }, [
      notices,
    ]);
    run.outbox.splice(0, notices.length);
  }
}
