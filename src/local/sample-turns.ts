import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { Reservation } from '../domain/reservation.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { listRuns } from '../temporal/list-runs.ts';
import { readReservationStates, readState } from '../temporal/reservation-states.ts';
import { startReservation } from '../temporal/start-reservation.ts';
import { retryUpdate } from '../workflows/messages.ts';
import type { SimulatorControl } from './simulator-control.ts';

interface Place {
  client: Client;
  taskQueue: string;
  simulator: SimulatorControl;
  signal: AbortSignal;
}

/** Of the sample reservations: the one whose lock will not take its code, and the one whose guest will not come. */
const TROUBLED = 'LL-3001';
const CANCELLED = 'BH-1002';
const NEXT_GUEST = { reservationId: 'BH-1005', guest: { name: 'Jo Reed' } };

export interface SampleTurns {
  /** Workflow ids. */
  waiting: string;
  cancelled: string;
  /** Of the code that outlived the cancellation. */
  noticeId: string;
}

/**
 * What goes wrong with the sample reservations once they are under way: a lock does not take a code, and a cancellation
 * leaves one alive in front of another stay.
 * @throws when a sample is missing, or does not come to where its turn begins
 */
export const takeSampleTurns = async (place: Place, samples: Reservation[]): Promise<SampleTurns> => {
  const [troubled, booking] = [sampleOf(samples, TROUBLED), sampleOf(samples, CANCELLED)];
  const waiting = reservationWorkflowId(troubled);
  const cancelled = reservationWorkflowId(booking);
  await Promise.all([troubleLock(place, waiting), cancelInFrontOf(place, booking)]);
  const { doors } = await readState(place.client, cancelled);
  return { waiting, cancelled, noticeId: doors[0]?.orphanedCodes[0]?.noticeId ?? '' };
};

const sampleOf = (samples: Reservation[], reservationId: string): Reservation => {
  const sample = samples.find((one) => one.reservationId === reservationId);
  if (!sample) throw new Error(`There is no sample reservation "${reservationId}"`);
  return sample;
};

// The code was ready before; the lock's trouble shows when it is read again.
const troubleLock = async (place: Place, workflowId: string): Promise<void> => {
  const { client, simulator } = place;
  const message = 'The lock did not take the code yet.';
  for (const { code } of (await untilIn(place, workflowId, 'ready')).doors) {
    if (!code) continue;
    const errors = [{ error_code: 'failed_to_set_on_device', message }];
    await simulator.changeAccessCode(code.accessCodeId, { status: 'setting', errors });
  }
  await client.workflow.getHandle(workflowId).executeUpdate(retryUpdate, { args: [{}] });
  await untilIn(place, workflowId, 'waiting_until_ready');
};

const cancelInFrontOf = async (place: Place, booking: Reservation): Promise<void> => {
  const { client, taskQueue } = place;
  await untilIn(place, reservationWorkflowId(booking), 'ready');
  const next = await startReservation(client, taskQueue, { ...booking, ...NEXT_GUEST });
  await untilIn(place, next.workflowId, 'ready');
  await untilListed(place, `ReservationId = '${NEXT_GUEST.reservationId}' AND AccessStatus = 'ready'`);
  await startReservation(client, taskQueue, {
    ...booking,
    revision: booking.revision + 1,
    status: 'cancelled',
  });
  await untilListed(place, `ReservationId = '${CANCELLED}' AND Attention = 'live_code'`);
};

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 500;

/** Until all doors of a run are in a state. */
export const untilIn = async (
  { client, signal }: Pick<Place, 'client' | 'signal'>,
  workflowId: string,
  wanted: ReservationState['doors'][number]['state'],
): Promise<ReservationState> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS, undefined, { signal })) {
    // A worker that has just been started may not answer yet.
    const state = (await readReservationStates(client, [workflowId])).get(workflowId);
    if (state?.doors.every((door) => door.state === wanted)) return state;
    const stands = state?.doors.map((door) => `${door.state}: ${door.why}`).join(' ') ?? 'No worker answers.';
    if (Date.now() > deadline) throw new Error(`${workflowId} does not become ${wanted}. ${stands}`);
  }
};

const untilListed = async ({ client, signal }: Place, query: string): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS, undefined, { signal })) {
    if ((await listRuns(client, query, 1)).length > 0) return;
    if (Date.now() > deadline) throw new Error(`No run is listed for ${query}`);
  }
};
