import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { encodeToPayloads } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { seamEventSignal, type SeamEvent } from '../workflows/messages.ts';
import { findRunsOfCode } from './find-runs-of-code.ts';

interface Patience {
  /** How long the visibility store may lag behind a run, milliseconds. */
  visibilityLagMs: number;
  /** By when Temporal must have taken the event, milliseconds from now. */
  withinMs: number;
}

/**
 * Tells every run that holds the event's code, and returns how many took it. 0 is no loss: the run of a code just made is
 * not listed yet and goes on looking by itself. Once this settles the hint is durable; the same event is taken once.
 *
 * @throws when Temporal can't be asked or told in time
 */
export const signalSeamEvent = (
  client: Client,
  event: SeamEvent,
  { visibilityLagMs, withinMs }: Patience,
): Promise<number> =>
  client.withDeadline(Date.now() + withinMs, async () => {
    let runs = await findRunsOfCode(client, event.accessCodeId);
    if (runs.length === 0) {
      await pause(visibilityLagMs);
      runs = await findRunsOfCode(client, event.accessCodeId);
    }
    const taken = await Promise.all(runs.map((workflowId) => signalOnce(client, workflowId, event)));
    return taken.filter(Boolean).length;
  });

const NOT_FOUND = 5;

// The client's own `signal` makes a new request id each time. With the event's, the server drops what Seam sends again
// and what somebody replays, so that neither adds to a history.
const signalOnce = async (client: Client, workflowId: string, event: SeamEvent): Promise<boolean> => {
  const { namespace, identity, loadedDataConverter } = client.options;
  try {
    await client.workflowService.signalWorkflowExecution({
      namespace,
      identity,
      workflowExecution: { workflowId },
      signalName: seamEventSignal.name,
      input: { payloads: (await encodeToPayloads(loadedDataConverter, event)) ?? [] },
      requestId: event.eventId,
    });
    return true;
  } catch (error) {
    // It ended since it was listed.
    if (isGrpcServiceError(error) && Number(error.code) === NOT_FOUND) return false;
    throw error;
  }
};
