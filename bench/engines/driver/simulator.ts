import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { doorsOf } from '../../../chaos/world.ts';
import { createPart, type Part } from '../../../src/stack/part.ts';
import { SIMULATED_KEY } from '../shared/seam.ts';

/** Seam's part of a pass, from a new process: it remembers nothing of the pass before. */
export interface Simulator extends AsyncDisposable {
  part: Part;
  state: () => Promise<SeamState>;
  addFault: (fault: Record<string, unknown>) => Promise<void>;
  clearFaults: () => Promise<void>;
}

/** What the simulator knows of what really happened. */
export interface SeamState {
  access_codes: { access_code_id: string; device_id: string; name: string; created_at: string }[];
  events: { event_type: string; access_code_id?: string; occurred_at: string }[];
  /** In order of arrival. */
  requests: {
    at: string;
    path: string;
    query: Record<string, unknown>;
    faults: string[];
    created_access_code_id: string | null;
  }[];
}

/** Milliseconds from a create to the webhook that the code is set, in every pass. */
export const SET_AFTER_MS = 200;

interface SimulatorOptions {
  folder: string;
  port: number;
  doorIds: string[];
  createsPerMinute: number;
  webhookUrl: string;
}

export const startSimulator = async (options: SimulatorOptions): Promise<Simulator> => {
  const url = `http://127.0.0.1:${options.port}`;
  const worldFile = join(options.folder, 'world.json');
  const now = Date.now();
  await writeFile(worldFile, JSON.stringify(doorsOf(options.doorIds, now, now + 6 * 3_600_000)));
  const part = createPart({
    name: 'simulator',
    command: process.execPath,
    args: () => [
      fileURLToPath(new URL('../../../simulator/server.ts', import.meta.url)),
      ...['--port', String(options.port), '--world', worldFile, '--api-key', SIMULATED_KEY],
      ...['--setting-after', String(SET_AFTER_MS / 2), '--set-after', String(SET_AFTER_MS)],
      ...['--creates-per-minute', String(options.createsPerMinute)],
    ],
    isServing: () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
  });
  await part.start();
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${SIMULATED_KEY}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`The simulator answered ${method} ${path} with ${response.status}`);
    return response.json();
  };
  await send('POST', '/webhooks/create', { url: options.webhookUrl });
  return {
    part,
    state: async () => (await send('GET', '/_sim/state')) as SeamState,
    addFault: async (fault) => void (await send('POST', '/_sim/faults', fault)),
    clearFaults: async () => void (await send('DELETE', '/_sim/faults')),
    [Symbol.asyncDispose]: async () => void (await part.stop()),
  };
};

/** The times of a user level that the doors have, some hours away from now. */
export const someSlot = (): { startsAt: string; endsAt: string } => {
  const from = (Math.floor(Date.now() / 3_600_000) + 2) * 3_600_000;
  return { startsAt: new Date(from).toISOString(), endsAt: new Date(from + 3_600_000).toISOString() };
};
