import { Client, Connection, WorkflowNotFoundError } from '@temporalio/client';
import { TypedSearchAttributes } from '@temporalio/common';
import type { StoryClient } from '../shared/client.ts';
import { accessStatus, arrivalAt } from './search-attributes.ts';
import { cancelStay, changeStay, seamEvent, stay } from './story.ts';

/** For a namespace that knows the search attributes. */
export const openTemporal = async (address: string, namespace: string): Promise<StoryClient> => {
  const connection = await Connection.connect({ address });
  const { workflow } = new Client({ connection, namespace });
  return {
    book: async (booking) => {
      await workflow.start(stay, {
        taskQueue: 'story',
        workflowId: booking.id,
        // A booking sent again begins no second story, nor one after its end.
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'REJECT_DUPLICATE',
        args: [booking],
        typedSearchAttributes: new TypedSearchAttributes([
          { key: accessStatus, value: 'no code' },
          { key: arrivalAt, value: new Date(booking.arrivesAt) },
        ]),
      });
    },
    change: (booking) => unlessOver(workflow.getHandle(booking.id).signal(changeStay, booking)),
    cancel: (id) => unlessOver(workflow.getHandle(id).signal(cancelStay)),
    seamEvent: (id) => unlessOver(workflow.getHandle(id).signal(seamEvent)),
    withoutCode: async (fromMs, toMs) => {
      const found: string[] = [];
      for await (const { workflowId } of workflow.list({ query: question(fromMs, toMs) }))
        found.push(workflowId);
      return found;
    },
    close: () => connection.close(),
  };
};

const unlessOver = async (sent: Promise<void>) => {
  await sent.catch((error: unknown) => {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  });
};

export const question = (fromMs: number, toMs: number): string =>
  `WorkflowType = 'stay' AND ExecutionStatus = 'Running' AND AccessStatus = 'no code'
  AND ArrivalAt BETWEEN '${new Date(fromMs).toISOString()}' AND '${new Date(toMs).toISOString()}'`;
