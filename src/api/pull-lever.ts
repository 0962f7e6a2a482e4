import { WorkflowNotFoundError } from '@temporalio/client';
import type { UpdateDefinition } from '@temporalio/common';
import type { FastifyRequest } from 'fastify';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import { isKnownRun } from '../temporal/is-known-run.ts';
import type { ApiDependencies } from './dependencies.ts';
import { ApiProblem } from './problem.ts';

interface Pulled extends Pick<FastifyRequest, 'caller'> {
  params: ReservationKey;
  headers: { 'idempotency-key'?: string | undefined };
}

/** Sends an operator's message to the run and waits for its answer. */
export const createPullLever =
  ({ client, settings }: Pick<ApiDependencies, 'client' | 'settings'>) =>
  async <Answer, Input>(
    { params, headers, caller }: Pulled,
    update: UpdateDefinition<Answer, [Input]>,
    input: Input,
  ): Promise<Answer> => {
    const run = client.workflow.getHandle(reservationWorkflowId(params));
    const key = headers['idempotency-key'];
    // Temporal carries out an update of the same id once in a run.
    const updateId = key && `${update.name}/${caller?.name}/${key}`;
    try {
      return await client.withDeadline(Date.now() + settings.answerWithinMs, () =>
        run.executeUpdate(update, { args: [input], ...(updateId ? { updateId } : {}) }),
      );
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      // Of an ended run Temporal says the same as of one that never was.
      if (!(await isKnownRun(client, run.workflowId, settings.answerWithinMs))) throw error;
      throw new ApiProblem('run-over', 'The run of this reservation has ended: nothing is left to do.');
    }
  };
