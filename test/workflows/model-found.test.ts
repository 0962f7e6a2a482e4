import { afterEach, expect, test } from 'vitest';
import {
  applyReservationUpdate,
  cancelReservationUpdate,
  reissueUpdate,
} from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const door = anOracodeDoor({ timeZone: steadyZone });
const aStay = () => aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 2 }) });

test('a code whose answer was lost is noticed although the next attempt is refused and the stay cancelled', async () => {
  stage = await openStage({ world: [door] });
  stage.simulator.addFault({ kind: 'reset_after_commit', path: '/access_codes/create', times: 1 });
  const run = await stage.start(aStay());
  await stage.settle(run); // the first attempt made a code and does not know it
  stage.simulator.addFault({ kind: 'unauthorized', path: '/devices/get', times: 1 });
  await stage.pass(run, '10 seconds');
  await stage.settle(run);

  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  await stage.settle(run);
  const [made] = codesMade(stage.simulator);
  expect((await stage.stateOf(run)).doors[0]?.orphanedCodes).toMatchObject([
    { code: { accessCodeId: made?.access_code_id } },
  ]);
});

/** The code is ready, and after that look Seam can't be asked for its PIN: the message is tried again and again. */
const untold = async () => {
  stage = await openStage({ world: [door], settingAfterMs: 60_000, setAfterMs: 60_000 });
  const run = await stage.start(aStay());
  await stage.settle(run);
  stage.simulator.addFault({ kind: 'error_500', path: '/access_codes/get', after: 1 });
  await stage.pass(run, '5 minutes');
  await stage.until(run, ({ state }) => state === 'ready');
  await stage.settle(run);
  expect(stage.told).toEqual([]);
  return run;
};

test('a message that is tried again never carries the PIN of a code given up meanwhile', async () => {
  const run = await untold();
  await run.executeUpdate(reissueUpdate, { args: [{ doorId: door.device_id }] });
  stage.simulator.clearFaults();
  await stage.pass(run, '1 minute'); // the fresh code is made
  await stage.settle(run);
  await stage.pass(run, '1 hour'); // and told

  const [, fresh] = codesMade(stage.simulator);
  expect(stage.told.map(({ doors }) => doors[0]?.pin)).toEqual([fresh?.code]);
  const { doors } = await stage.stateOf(run);
  expect(doors[0]?.orphanedCodes).toMatchObject([{ wasDelivered: false }]);
});

test('while Seam cannot be asked for the PIN staff are told, and the guest as soon as it can', async () => {
  const run = await untold();
  await stage.pass(run, '3 hours');
  expect(await stage.staffNotices()).toMatchObject([{ kind: 'needs_human', severity: 'high' }]);

  stage.simulator.clearFaults();
  await stage.pass(run, '1 hour');
  await stage.settle(run);
  expect(stage.told).toHaveLength(1);
});

test('a changed stay is not called ready by its old code while Seam cannot be asked', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay();
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  stage.simulator.addFault({ kind: 'error_500', path: '/devices/get' });
  const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 4 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [moved] });
  await stage.settle(run);
  expect(await stage.stateOf(run)).toMatchObject({ status: 'in_progress', doors: [{ state: 'validating' }] });
});
