import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import type { ReservationState } from '../../src/domain/reservation-state.ts';
import { readCanonicalJson } from '../../src/feeds/canonical-json.ts';
import { moveSampleDates } from '../../src/local/sample-dates.ts';
import { controlSimulator, type SimulatorControl } from '../../src/local/simulator-control.ts';
import { listRuns } from '../../src/temporal/list-runs.ts';
import { readState } from '../../src/temporal/reservation-states.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { retryUpdate } from '../../src/workflows/messages.ts';

export const taskQueue = 'staykey';

const HARBOUR_FLAT = '00000000-0000-4000-8000-000000000003';

/** Workflow ids of the runs a picture is about. */
export interface SampleRuns {
  needsHuman: string;
  cancelled: string;
  /** Of the code that outlived the cancellation. */
  noticeId: string;
}

/**
 * The sample reservations of `npm start`, and trouble of the common kinds: a Seam account that needs a human, a lock that
 * does not take a code, and a cancellation that leaves a code alive in front of another stay.
 */
export const startSampleRuns = async (
  client: Client,
  samplesFile: string,
  simulatorUrl: string,
): Promise<SampleRuns> => {
  const simulator = controlSimulator(simulatorUrl);
  const samples = await readSamples(samplesFile);
  const start = async (reservation: Reservation) =>
    (await startReservation(client, taskQueue, reservation)).workflowId;
  const isIn = (state: ReservationState['doors'][number]['state']) => (run: ReservationState) =>
    run.doors.every((door) => door.state === state);

  await simulator.addFault({ kind: 'account_disconnected', device_id: HARBOUR_FLAT });
  for (const reservation of samples.values()) await start(reservation);
  const needsHuman = reservationWorkflowId(sampleOf(samples, 'HF-2002'));
  await until(client, needsHuman, isIn('needs_human'));

  const waiting = reservationWorkflowId(sampleOf(samples, 'LL-3001'));
  await troubleLock(client, simulator, await until(client, waiting, isIn('ready')), waiting);
  await until(client, waiting, isIn('waiting_until_ready'));

  const booking = sampleOf(samples, 'BH-1002');
  const cancelled = reservationWorkflowId(booking);
  await until(client, cancelled, isIn('ready'));
  const next = await start({ ...booking, reservationId: 'BH-1005', guest: { name: 'Jo Reed' } });
  await until(client, next, isIn('ready'));
  await untilListed(client, "ReservationId = 'BH-1005' AND AccessStatus = 'ready'");
  await start({ ...booking, revision: 2, status: 'cancelled' });
  await untilListed(client, "ReservationId = 'BH-1002' AND Attention = 'live_code'");
  const { doors } = await readState(client, cancelled);
  return { needsHuman, cancelled, noticeId: doors[0]?.orphanedCodes[0]?.noticeId ?? '' };
};

const readSamples = async (file: string): Promise<Map<string, Reservation>> => {
  const json = await readFile(file, 'utf8');
  const today = new Date().toISOString().slice(0, 10);
  const reservations = moveSampleDates(json, readCanonicalJson(json, file).reservations, today);
  return new Map(reservations.map((reservation) => [reservation.reservationId, reservation]));
};

const sampleOf = (samples: Map<string, Reservation>, reservationId: string): Reservation => {
  const sample = samples.get(reservationId);
  if (!sample) throw new Error(`No sample reservation "${reservationId}": the pictures need it`);
  return sample;
};

// The code was ready before; the lock's trouble shows when it is read again.
const troubleLock = async (
  client: Client,
  simulator: SimulatorControl,
  { doors }: ReservationState,
  workflowId: string,
): Promise<void> => {
  const message = 'The lock did not take the code yet.';
  for (const { code } of doors) {
    if (!code) continue;
    const errors = [{ error_code: 'failed_to_set_on_device', message }];
    await simulator.changeAccessCode(code.accessCodeId, { status: 'setting', errors });
  }
  await client.workflow.getHandle(workflowId).executeUpdate(retryUpdate, { args: [{}] });
};

const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 500;

const until = async (
  client: Client,
  workflowId: string,
  isThere: (state: ReservationState) => boolean,
): Promise<ReservationState> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    const state = await readState(client, workflowId);
    if (isThere(state)) return state;
    const stands = state.doors.map((door) => `${door.state}: ${door.why}`).join(' ');
    if (Date.now() > deadline)
      throw new Error(`${workflowId} stays where no picture is wanted of it. ${stands}`);
  }
};

const untilListed = async (client: Client, query: string): Promise<void> => {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(LOOK_EVERY_MS)) {
    if ((await listRuns(client, query, 1)).length > 0) return;
    if (Date.now() > deadline) throw new Error(`No run is listed for ${query}`);
  }
};
