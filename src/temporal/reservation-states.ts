import type { Client } from '@temporalio/client';
import pLimit from 'p-limit';
import type { ReservationState } from '../domain/reservation-state.ts';
import { reservationStateQuery } from '../workflows/messages.ts';
import { isUnanswered } from './no-answer.ts';

const QUERIES_AT_ONCE = 20;
const ANSWER_WITHIN_MS = 10_000;

/** What each run says of itself, by workflow id; runs that no worker could answer for in time are left out. */
export const readReservationStates = async (
  client: Client,
  workflowIds: Iterable<string>,
): Promise<Map<string, ReservationState>> => {
  const limit = pLimit(QUERIES_AT_ONCE);
  const answers = await Promise.all(
    [...workflowIds].map((workflowId) =>
      limit(async () => {
        const state = await readState(client, workflowId).catch(undefinedIfNobodyAnswers);
        return state && ([workflowId, state] as const);
      }),
    ),
  );
  return new Map(answers.filter((answer) => answer !== undefined));
};

/** @throws when no worker answers in time, or no such run exists */
export const readState = (
  client: Client,
  workflowId: string,
  withinMs = ANSWER_WITHIN_MS,
): Promise<ReservationState> =>
  client.withDeadline(Date.now() + withinMs, () =>
    client.workflow.getHandle(workflowId).query(reservationStateQuery),
  );

const undefinedIfNobodyAnswers = (error: unknown): undefined => {
  if (!isUnanswered(error)) throw error;
};
