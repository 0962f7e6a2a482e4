import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import pLimit from 'p-limit';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { findOverlaps } from '../../src/temporal/find-overlaps.ts';
import { listArrivals } from '../../src/temporal/list-arrivals.ts';
import { listRuns } from '../../src/temporal/list-runs.ts';
import { runOptions } from '../../src/temporal/run-options.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, before, instantOf, stayOf, steadyZone } from '../support/builders.ts';
import { keysOf } from '../support/payload-keys.ts';
import { uniqueTaskQueue } from '../support/time-skipping.ts';

// No worker takes it: what is started is listed all the same.
const taskQueue = uniqueTaskQueue('arrivals');
const propertyId = `house-${randomUUID()}`;
const doorId = `door-${randomUUID()}`;
const soon = stayOf({ arrivesInDays: 3 });
const later = stayOf({ arrivesInDays: 3, from: '18:00' });
const tooLate = stayOf({ arrivesInDays: 4 });
const window = { from: instantOf(soon.arrival), to: instantOf(tooLate.arrival) };
const booked = (parts: Partial<Reservation> = {}) =>
  aReservation({ propertyId, doorIds: [doorId], stay: soon, timeZone: steadyZone, ...parts });

let connection: Connection;
const clientWith = (keys: Parameters<typeof dataConverterFor>[0]) =>
  new Client({
    connection,
    namespace: inject('temporal').namespace,
    dataConverter: dataConverterFor(keys),
  });
const start = async (reservation: Reservation, keys = keysOf('a')) =>
  startReservation(clientWith(keys), taskQueue, reservation);

const evening = booked({ stay: later, guest: { name: 'Éva <b>Tóth</b>' } });
const afternoon = booked({ guest: {} });
const old = booked({ stay: { ...soon, arrival: soon.arrival.replace('16:00', '17:00') } });
const locked = booked({ guest: { name: 'Lost Key' } });
const foreign = booked({ propertyId: `other-${randomUUID()}` });

beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporal').address });
  await start(evening);
  await start(afternoon);
  await start(booked({ status: 'cancelled' }));
  await start(booked({ stay: tooLate }));
  await start(foreign);
  await start(locked, keysOf('z'));
  const withoutMemo = { ...runOptions(taskQueue, old, Date.now()), memo: {}, args: [old] };
  await clientWith(keysOf('a')).workflow.start('reservationWorkflow', withoutMemo);
  // The list store lags behind a moment.
  await vi.waitUntil(async () => (await arrivals()).rows.length >= 4, { timeout: 20_000, interval: 100 });
});
afterAll(() => connection.close());

const arrivals = (propertyIds: string[] | null = [propertyId], pageSize?: number) =>
  listArrivals(clientWith(keysOf('a')), { propertyIds, ...window }, pageSize);
const idsOf = (rows: { reservationId: string }[]) => rows.map(({ reservationId }) => reservationId);

test('arrivals of a property come in the order of arrival, without the cancelled, the later and the foreign', async () => {
  const { rows, isComplete, requests } = await arrivals();
  const together = [afternoon, locked].map(({ reservationId }) => reservationId).sort();
  expect(idsOf(rows)).toEqual([...together, old.reservationId, evening.reservationId]);
  expect({ isComplete, requests }).toEqual({ isComplete: true, requests: 1 });
});

test('a row says what people look for: guest, stay, zone and doors, and which run it is', async () => {
  const { rows } = await arrivals();
  const row = rows.find(({ reservationId }) => reservationId === evening.reservationId);
  expect(row).toEqual({
    source: 'test-pms',
    propertyId,
    reservationId: evening.reservationId,
    workflowId: `reservation/test-pms/${propertyId}/${evening.reservationId}`,
    runId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    guestName: 'Éva <b>Tóth</b>',
    stay: later,
    timeZone: steadyZone,
    doors: [{ doorId, name: null, opensAt: null, closesAt: null, trouble: null }],
    liveCodes: [],
    accessCodeIds: [],
    status: 'in_progress',
    attention: null,
    arrivalAt: instantOf(later.arrival),
    departureAt: instantOf(later.departure),
    memo: 'read',
  });
  expect(rows.find(({ reservationId }) => reservationId === afternoon.reservationId)?.guestName).toBeNull();
});

test('a run from before there were memos is listed by its ids', async () => {
  const { rows } = await arrivals();
  expect(rows.find(({ reservationId }) => reservationId === old.reservationId)).toMatchObject({
    memo: 'none',
    guestName: null,
    stay: null,
    arrivalAt: before(soon.arrival, { hours: -1 }),
    doors: [{ doorId, name: null }],
  });
});

test('a memo under an unknown key takes no list with it', async () => {
  const { rows } = await arrivals();
  const row = rows.find(({ reservationId }) => reservationId === locked.reservationId);
  expect(row).toMatchObject({ memo: 'unreadable', guestName: null, doors: [{ doorId }] });

  const client = clientWith(keysOf('a'));
  const lines = await listRuns(client, `PropertyId = '${propertyId}'`, 100);
  expect(lines.map(({ workflowId }) => workflowId)).toContain(row?.workflowId);
  const door = { doorId, from: window.from, to: window.to, exceptWorkflowId: 'none' };
  expect(idsOf(await findOverlaps(client)(door))).toContain(locked.reservationId);
});

test('null asks for every property, and no property for none', async () => {
  expect(idsOf((await arrivals(null)).rows)).toContain(foreign.reservationId);
  expect(await arrivals([])).toEqual({ rows: [], isComplete: true, requests: 0 });
});

test('250 arrivals cost one request for each page, whatever their number', async () => {
  const many = `many-${randomUUID()}`;
  const limit = pLimit(20);
  const all = Array.from({ length: 250 }, () => booked({ propertyId: many }));
  await Promise.all(all.map((reservation) => limit(() => start(reservation))));
  await vi.waitUntil(async () => (await arrivals([many])).rows.length === 250, { timeout: 20_000 });

  const { rows, requests } = await arrivals([many], 100);
  expect(requests).toBe(3);
  expect(idsOf(rows).sort()).toEqual(idsOf(all).sort());
  expect(rows.every(({ guestName }) => guestName === 'Ada Rivers')).toBe(true);
});
