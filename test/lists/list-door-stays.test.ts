import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { listDoorStays, type DoorStays } from '../../src/temporal/list-door-stays.ts';
import {
  acknowledgeUpdate,
  applyReservationUpdate,
  cancelReservationUpdate,
} from '../../src/workflows/messages.ts';
import { aReservation, instantOf, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type ReservationHandle, type Stage } from '../support/stage.ts';

const front = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
const side = anOracodeDoor({ timeZone: steadyZone, name: 'Side' });
const mine = `house-${randomUUID()}`;
const theirs = `other-${randomUUID()}`;
const at = (arrivesInDays: number, nights: number) => stayOf({ arrivesInDays, nights });
const booked = (stay: Reservation['stay'], parts: Partial<Reservation> = {}) =>
  aReservation({ propertyId: mine, doorIds: [front.device_id], stay, timeZone: steadyZone, ...parts });

const stays = {
  staying: at(2, 2),
  planned: at(9, 2),
  cancelled: at(3, 2),
  moved: at(5, 2),
  ending: at(1, 1),
};
const range = { from: instantOf(at(1, 1).arrival), to: instantOf(at(12, 1).arrival) };
const staying = booked(stays.staying);
const planned = booked(stays.planned);
const cancelled = booked(stays.cancelled);
const moved = booked(stays.moved);
const ending = booked(stays.moved);
const foreign = booked(at(4, 2), { propertyId: theirs, status: 'confirmed' });

let stage: Stage;
const list = (propertyIds: string[] | null = [mine], parts: { from?: string } = {}) =>
  listDoorStays(stage.client, { doorId: front.device_id, propertyIds, ...range, ...parts });
const idsOf = (rows: { reservationId: string }[]) => rows.map(({ reservationId }) => reservationId);
const start = async (reservation: Reservation): Promise<ReservationHandle> => {
  const run = await stage.start(reservation);
  await stage.settle(run);
  return run;
};
const startWithCode = async (reservation: Reservation): Promise<ReservationHandle> => {
  const run = await start(reservation);
  await stage.untilReady(run);
  return run;
};
const move = async (run: ReservationHandle, next: Reservation) => {
  await run.executeUpdate(applyReservationUpdate, { args: [next] });
  await stage.settle(run);
};

beforeAll(async () => {
  stage = await openStage({ world: [front, side], createsPerMinute: 100 });
  await startWithCode(staying);
  await start(planned);
  await start(booked(at(40, 2)));
  await start(booked(at(2, 2), { doorIds: [side.device_id] }));
  await start(foreign);
  const leaver = await startWithCode(cancelled);
  await leaver.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  await stage.settle(leaver);
  await move(await startWithCode(moved), { ...moved, revision: 2, stay: at(50, 2) });
});
afterAll(() => stage[Symbol.asyncDispose]());

/** The list store lags behind a moment. */
const eventually = (is: (door: DoorStays) => boolean): Promise<DoorStays> =>
  vi.waitUntil(
    async () => {
      const door = await list();
      return is(door) ? door : false;
    },
    { timeout: 20_000, interval: 200 },
  );

test('a door’s stays are those that run, of one’s own properties, within the time, by arrival', async () => {
  const { stays: rows, unanswered } = await eventually((door) => door.stays.length === 2);
  expect(idsOf(rows)).toEqual([staying.reservationId, planned.reservationId]);
  expect(rows[0]).toMatchObject({ guestName: 'Ada Rivers', stay: stays.staying, memo: 'read' });
  expect(unanswered).toEqual([]);
});

test('its codes are all that open it then, also those of stays that were cancelled or moved away', async () => {
  const { codes } = await eventually((door) => door.codes.length === 3);
  const told = codes.map(({ reservationId, startsAt, endsAt, cause }) => [
    reservationId,
    startsAt,
    endsAt,
    cause,
  ]);
  const codeOf = ({ reservationId, stay }: Reservation, cause: string | null) => [
    reservationId,
    instantOf(stay.arrival),
    instantOf(stay.departure ?? ''),
    cause,
  ];
  expect(told.sort()).toEqual(
    [codeOf(staying, null), codeOf(cancelled, 'cancelled'), codeOf(moved, 'stay_changed')].sort(),
  );
});

test('null asks for every property, and none for nothing', async () => {
  expect(idsOf((await list(null)).stays)).toContain(foreign.reservationId);
  expect(await list([])).toEqual({ stays: [], codes: [], unanswered: [] });
});

test('a code that outlives its run, acknowledged and live, is known by the memo of that run', async () => {
  const run = await startWithCode(ending);
  await move(run, { ...ending, revision: 2, stay: stays.ending });
  const { doors } = await stage.untilReady(run);
  const [live] = doors[0]?.orphanedCodes ?? [];
  const acknowledgement = { noticeId: live?.noticeId ?? '', option: 'let_expire' as const, by: 'staff' };
  await run.executeUpdate(acknowledgeUpdate, { args: [acknowledgement] });
  await stage.settle(run);
  await stage.passToEnd(run);
  expect((await run.describe()).status.name).toBe('COMPLETED');

  const { codes } = await eventually((door) => door.codes.some(({ cause }) => cause === 'not_wanted'));
  expect(codes.filter(({ reservationId }) => reservationId === ending.reservationId)).toEqual([
    {
      workflowId: run.workflowId,
      reservationId: ending.reservationId,
      accessCodeId: live?.code.accessCodeId,
      startsAt: instantOf(stays.moved.arrival),
      endsAt: instantOf(stays.moved.departure),
      cause: 'not_wanted',
    },
  ]);
});
