import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  holdUpdate,
  markHandledUpdate,
  reissueUpdate,
  releaseUpdate,
  retryUpdate,
  seamEventSignal,
} from '../../src/workflows/messages.ts';
import { LIST_MEMO, memoAtStart } from '../../src/domain/list-memo.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

// Other tests on the same server are other reservations behind the same door: each has a door of its own.
let door: ReturnType<typeof anOracodeDoor>;
beforeEach(() => {
  door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
});
const gate = anOracodeDoor({ timeZone: steadyZone, name: 'Gate', timeSlots: [] });
const aStay = (arrivesInDays: number, doorIds = [door.device_id]) =>
  aReservation({ doorIds, stay: stayOf({ arrivesInDays }) });

test('reissue makes another code, warns that the old one stays live, and the guest is told the new PIN', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(aStay(3));
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  const { warning } = await run.executeUpdate(reissueUpdate, { args: [{ doorId: door.device_id }] });
  const [old] = codesMade(stage.simulator);
  expect(warning).toContain(`${old?.access_code_id} stays live until`);

  await stage.until(run, ({ code }) => code !== null && code.accessCodeId !== old?.access_code_id);
  await stage.untilReady(run);
  const { doors } = await stage.until(
    run,
    ({ delivered, code }) => delivered?.accessCodeId === code?.accessCodeId,
  );
  expect(doors[0]?.orphanedCodes).toMatchObject([{ cause: 'reissued', wasDelivered: true }]);
  expect(stage.told.at(-1)?.doors[0]).toMatchObject({
    pin: codesMade(stage.simulator)[1]?.code,
    replacesEarlierPin: true,
  });
});

test('there is nothing to reissue before there is a code', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(aStay(30));
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await expect(run.executeUpdate(reissueUpdate, { args: [{ doorId: door.device_id }] })).rejects.toThrow();
  await expect(run.executeUpdate(retryUpdate, { args: [{ doorId: 'no-such-door' }] })).rejects.toThrow();
});

test('a held door makes no code, also past its window, until it is released', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay(10);
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await run.executeUpdate(holdUpdate, { args: [{}] });
  await stage.passTo(run, before(reservation.stay.arrival, { days: 5 })); // two days into the window
  await stage.until(run, ({ state }) => state === 'on_hold');
  expect(codesMade(stage.simulator)).toEqual([]);

  await run.executeUpdate(releaseUpdate, { args: [{}] });
  await stage.untilReady(run);
});

test('a door marked as handled by hand waits, and goes on when that is taken back', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(aStay(10));
  await run.executeUpdate(markHandledUpdate, { args: [{ doorId: door.device_id, note: 'spare key' }] });
  const { doors } = await stage.until(run, ({ state }) => state === 'handled_by_hand');
  expect(doors[0]?.why).toContain('spare key');
  await run.executeUpdate(markHandledUpdate, { args: [{ doorId: door.device_id, note: '' }] });
  await stage.until(run, ({ state }) => state === 'not_yet_due');
});

test('a guest is told of the ready door although another is in trouble, and that it is', async () => {
  stage = await openStage({ world: [door, gate] });
  const run = await stage.start(aStay(2, [door.device_id, gate.device_id]));
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);
  expect(stage.told.map(({ doors }) => doors.map(({ doorName, state }) => [doorName, state]))).toEqual([
    [
      ['Front', 'ready'],
      ['Gate', 'impossible'],
    ],
  ]);
});

test('a PIN that changes is a new version, told once; an event without change tells nothing', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(aStay(2));
  await stage.untilReady(run);
  const { doors } = await stage.until(run, ({ delivered }) => delivered !== null);
  const accessCodeId = doors[0]?.code?.accessCodeId ?? '';
  const event = { eventId: 'e', eventType: 'access_code.changed', accessCodeId };
  await run.signal(seamEventSignal, event);

  stage.simulator.changeAccessCode(accessCodeId, { code: '007007' });
  await run.signal(seamEventSignal, event);
  const seen = () => stage.told.map((news) => news.doors[0]?.pin);
  await stage.until(run, () => seen().length === 2);
  expect(seen()[1]).toBe('007007');
  expect(new Set(stage.told.map(({ id }) => id)).size).toBe(2);
});

test('a run with a long history goes on as a new one with all it knows', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay(2);
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const { doors } = await stage.until(run, ({ delivered }) => delivered !== null);
  const accessCodeId = doors[0]?.code?.accessCodeId ?? '';
  const firstRunId = (await run.describe()).runId;

  // Each event makes the run read the code again: some ten events of history.
  for (let round = 0; (await run.describe()).runId === firstRunId && round < 400; round += 1) {
    await run.signal(seamEventSignal, {
      eventId: `e${round}`,
      eventType: 'access_code.changed',
      accessCodeId,
    });
    await run.query('reservationState');
  }
  expect((await run.describe()).runId).not.toBe(firstRunId);
  const state = await stage.until(run, (each) => each.state === 'ready');
  expect(state.doors[0]?.delivered?.accessCodeId).toBe(accessCodeId);
  expect((await run.describe()).memo).toEqual({ [LIST_MEMO]: memoAtStart(reservation) });
  expect(stage.told).toHaveLength(1);
  expect(codesMade(stage.simulator)).toHaveLength(1);
  expect(await stage.passToEnd(run)).toMatchObject({ status: 'completed' });
}, 120_000);
