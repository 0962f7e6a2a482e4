import type { Client } from '@temporalio/client';
import { staffDigestWorkflowId } from '../domain/ids.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import { staffNoticesSignal, type staffDigestWorkflow } from '../workflows/staff-digest.ts';

/** Hands notices to the run that gathers them for staff, starting it where there is none. */
export const gatherNotices =
  (client: Client, taskQueue: string) =>
  async (notices: StaffNotice[]): Promise<void> => {
    await client.workflow.signalWithStart<typeof staffDigestWorkflow, [StaffNotice[]]>(
      'staffDigestWorkflow',
      {
        workflowId: staffDigestWorkflowId(taskQueue),
        taskQueue,
        args: [],
        signal: staffNoticesSignal,
        signalArgs: [notices],
        staticSummary: 'Gathers notices for staff',
      },
    );
  };
