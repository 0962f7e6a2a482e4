import { afterEach, expect, test } from 'vitest';
import { cancelReservationUpdate, holdUpdate } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type ReservationHandle, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const door = () => anOracodeDoor({ timeZone: steadyZone });
const NOT_FOR_LONG = 24 * 3_600_000;

/** Seam makes a code, its answer is lost, and its lists do not show the code for as long as the fault is there. */
const openForgetfulStage = async (kind: 'reset_after_commit' | 'hang_after_commit') => {
  const front = door();
  stage = await openStage({ world: [front] });
  const stale = stage.simulator.addFault({ kind: 'stale_list', lag_ms: NOT_FOR_LONG });
  stage.simulator.addFault({ kind, path: '/access_codes/create', times: 1 });
  const reservation = aReservation({ doorIds: [front.device_id], stay: stayOf({ arrivesInDays: 2 }) });
  return { reservation, listAll: () => stage.simulator.clearFaults(stale.fault_id) };
};
const afterMinutes = async (run: ReservationHandle, minutes: number) => {
  await stage.pass(run, minutes * 60_000);
  await stage.settle(run);
};

test('a second code, made because Seam did not list the first one in time, is found when it does, and staff are told', async () => {
  const { reservation, listAll } = await openForgetfulStage('reset_after_commit');
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const [first, second] = codesMade(stage.simulator);
  expect(codesMade(stage.simulator)).toHaveLength(2);

  listAll();
  await afterMinutes(run, 15);
  const { doors } = await stage.stateOf(run);
  expect(doors[0]?.code?.accessCodeId).toBe(second?.access_code_id);
  expect(doors[0]?.orphanedCodes).toMatchObject([
    { cause: 'made_twice', code: { accessCodeId: first?.access_code_id }, wasDelivered: false },
  ]);
  const notices = await stage.staffNotices();
  expect(notices.filter(({ workflowId }) => workflowId === run.workflowId)).toMatchObject([
    { kind: 'live_code', cause: 'made_twice' },
  ]);
});

test('it is found also where Seam lists it an hour later, and is not asked about for ever', async () => {
  const { reservation, listAll } = await openForgetfulStage('reset_after_commit');
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await afterMinutes(run, 30);
  expect((await stage.stateOf(run)).doors[0]?.orphanedCodes).toEqual([]);
  listAll();
  await afterMinutes(run, 60);
  expect((await stage.stateOf(run)).doors[0]?.orphanedCodes).toHaveLength(1);

  const lists = () => stage.simulator.state().requests.filter(({ path }) => path === '/access_codes/list');
  const asked = lists().length;
  await afterMinutes(run, 12 * 60);
  expect(lists()).toHaveLength(asked);
});

test('a stay cancelled while nobody knew of its code gets the notice when Seam lists it', async () => {
  const { reservation, listAll } = await openForgetfulStage('hang_after_commit');
  const run = await stage.start(reservation);
  await stage.until(run, () => codesMade(stage.simulator).length === 1);
  await run.executeUpdate(holdUpdate, { args: [{}] });
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  const [made] = codesMade(stage.simulator);
  const cancelled = await stage.until(run, ({ state }) => state === 'cancelled');

  // A second one may have been asked for before the cancellation was heard.
  const others = new Set(codesMade(stage.simulator).slice(1));
  listAll();
  await afterMinutes(run, 15);
  const { doors } = await stage.stateOf(run);
  const known = doors[0]?.orphanedCodes.map(({ code }) => code.accessCodeId);
  expect(known).toContain(made?.access_code_id);
  expect(known).toHaveLength(1 + others.size);
  expect(cancelled.doors[0]?.why).not.toContain(made?.access_code_id);
  expect(doors[0]?.state).toBe('cancelled');
  expect(doors[0]?.why).toContain(made?.access_code_id);
});
