import { afterEach, expect, test } from 'vitest';
import { NotifyFault } from '../../src/notify/fault.ts';
import { applyReservationUpdate } from '../../src/workflows/messages.ts';
import { searchAttributes } from '../../src/workflows/search-attributes.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type ReservationHandle, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const door = anOracodeDoor({ timeZone: steadyZone });
const reservation = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 2 }) });
const attentionOf = async (run: ReservationHandle) =>
  (await run.describe()).typedSearchAttributes.get(searchAttributes.attention);

test('an address that no server takes is brought up at once, is not tried again, and a corrected one is told', async () => {
  stage = await openStage({ world: [door] });
  let attempts = 0;
  stage.whenTold(async ({ guest }) => {
    attempts += 1;
    if (guest.email === 'ada@gone.example')
      throw new NotifyFault('guest_email', 'no such address', { isAddressRefused: true });
  });
  const guest = { name: 'Ada Rivers', email: 'ada@gone.example' };
  const booked = { ...reservation, reservationId: 'gone-address', guest };
  const run = await stage.start(booked);
  await stage.untilReady(run);
  await stage.settle(run);
  expect(await stage.staffNotices()).toMatchObject([{ cause: 'undelivered by recorder', severity: 'high' }]);
  expect(await attentionOf(run)).toBe('undelivered');
  await stage.pass(run, '6 hours');
  await stage.settle(run);
  expect([attempts, stage.told]).toEqual([1, []]);

  const corrected = { ...booked, revision: 2, guest: { ...guest, email: 'ada@home.example' } };
  await run.executeUpdate(applyReservationUpdate, { args: [corrected] });
  await stage.until(run, ({ delivered }) => delivered !== null);
  await stage.settle(run);
  expect(stage.told.map((news) => news.guest.email)).toEqual(['ada@home.example']);
  expect(await attentionOf(run)).toBeUndefined();
});
