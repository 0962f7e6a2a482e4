import { readFileSync } from 'node:fs';
import { inject, vi } from 'vitest';
import type { ReservationStateView } from '../../src/api/state-contract.ts';
import type { SeamDevice } from '../../simulator/wire.ts';
import { startApi } from '../api/api.ts';
import { openStage, type Stage } from '../support/stage.ts';

/** What the pages are run against: Temporal, a worker, the API and a simulated Seam with the doors the pages name. */
export interface Ground extends AsyncDisposable {
  temporal: { address: string; namespace: string };
  simulator: Stage['simulator'];
  taskQueue: string;
  api: { url: string; token: string };
  /** Waits until none of the reservations that the pages name has anything under way. */
  settled: () => Promise<void>;
  /** The notice of the live code of `hostaway/beach-house/4711`. */
  openNotice: () => Promise<string>;
}

// Doors and reservations of the pages. A stay of theirs would outlast the test; a page must find none that another left.
const [sampleDoor] = JSON.parse(readFileSync('examples/world.json', 'utf8')) as [SeamDevice];
const world = [sampleDoor, { ...sampleDoor, device_id: '11111111-1111-1111-1111-444444444444' }];
const named = ['hostaway/beach-house/4711', 'my-pms/beach-house/4711', 'trial/beach-house/1'];

export const openGround = async (): Promise<Ground> => {
  const stage = await openStage({ world });
  const api = await startApi(stage);
  const stateOf = async (reservation: string) => {
    const { body, status } = await api.call<ReservationStateView>('GET', `/v1/reservations/${reservation}`);
    return status === 200 ? body : null;
  };
  const isSettled = async () => {
    const states = await Promise.all(named.map(stateOf));
    return states.every((state) => state?.status !== 'in_progress');
  };
  const noticeOf = (state: ReservationStateView | null) =>
    state?.doors.flatMap(({ liveCodes }) => liveCodes).find(({ closed }) => !closed)?.noticeId;
  return {
    temporal: inject('temporal'),
    simulator: stage.simulator,
    taskQueue: stage.taskQueue,
    api: { url: api.url, token: api.tokens['all'] ?? '' },
    settled: () => vi.waitUntil(isSettled, { timeout: 20_000, interval: 100 }).then(() => undefined),
    openNotice: () =>
      vi.waitUntil(async () => noticeOf(await stateOf('hostaway/beach-house/4711')), {
        timeout: 20_000,
        interval: 100,
      }),
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await stage[Symbol.asyncDispose]();
    },
  };
};
