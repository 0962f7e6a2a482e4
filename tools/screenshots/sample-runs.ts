import { readFile } from 'node:fs/promises';
import type { Client } from '@temporalio/client';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { readCanonicalJson } from '../../src/feeds/canonical-json.ts';
import { moveSampleDates } from '../../src/local/sample-dates.ts';
import { takeSampleTurns, untilIn, type SampleTurns } from '../../src/local/sample-turns.ts';
import { controlSimulator } from '../../src/local/simulator-control.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';

export const taskQueue = 'staykey';

const HARBOUR_FLAT = '00000000-0000-4000-8000-000000000003';

/** Workflow ids of the runs a picture is about. */
export interface SampleRuns extends SampleTurns {
  needsHuman: string;
}

/** The sample reservations of `npm start` with what goes wrong there, and a Seam account that needs a human. */
export const startSampleRuns = async (
  client: Client,
  samplesFile: string,
  simulatorUrl: string,
): Promise<SampleRuns> => {
  const simulator = controlSimulator(simulatorUrl);
  const samples = await readSamples(samplesFile);
  await simulator.addFault({ kind: 'account_disconnected', device_id: HARBOUR_FLAT });
  for (const reservation of samples) await startReservation(client, taskQueue, reservation);
  const place = { client, taskQueue, simulator, signal: new AbortController().signal };
  const needsHuman = samples.find(({ reservationId }) => reservationId === 'HF-2002');
  if (!needsHuman) throw new Error('There is no sample reservation "HF-2002": the pictures need it');
  const workflowId = reservationWorkflowId(needsHuman);
  await untilIn(place, workflowId, 'needs_human');
  return { ...(await takeSampleTurns(place, samples)), needsHuman: workflowId };
};

const readSamples = async (file: string): Promise<Reservation[]> => {
  const json = await readFile(file, 'utf8');
  const today = new Date().toISOString().slice(0, 10);
  return moveSampleDates(json, readCanonicalJson(json, file).reservations, today);
};
