import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DoorList, DoorView, ProblemDetails, Readiness } from '../../src/api/contract.ts';
import { steadyZone } from '../support/builders.ts';
import { anOracodeDoor, aTimeSlot } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { startApi, type Api } from './api.ts';

const good = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
const zoneless = anOracodeDoor({ timeZone: null, name: 'Nowhere' });
const slotless = anOracodeDoor({
  timeZone: steadyZone,
  timeSlots: [aTimeSlot({ zone: steadyZone, is_master: true }), aTimeSlot({ check_in_time: 'noon' })],
});

let stage: Stage;
let api: Api;
beforeAll(async () => {
  stage = await openStage({ world: [good, zoneless, slotless] });
  api = await startApi(stage, { grants: { scoped: { properties: ['beach'], rights: ['read'] } } });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

test('a door says its zone, its slots, and which common times they serve', async () => {
  const { status, body } = await api.call<DoorView>('GET', `/v1/doors/${good.device_id}`);

  expect([status, body.name, body.timeZone, body.problems]).toEqual([200, 'Front', steadyZone, []]);
  expect(body.timeSlots.filter(({ isUsable }) => isUsable).map(({ name }) => name)).toEqual([
    'Guest RCI D 7am-7pm',
    'Guest 4pm-10am',
    'Guest 24h noon',
  ]);
  expect(body.standardTimes.map(({ arrival, departure, slot }) => [arrival, departure, slot])).toEqual([
    ['15:00', '10:00', 'Guest 4pm-10am'],
    ['15:00', '11:00', 'Guest 4pm-10am'],
    ['16:00', '10:00', 'Guest 4pm-10am'],
    ['16:00', '11:00', 'Guest 4pm-10am'],
  ]);
  expect(body.standardTimes[0]?.notices.map(({ reason }) => reason)).toContain('opens_after_arrival');
});

test('doors that can serve nobody say why', async () => {
  const { body } = await api.call<DoorList>('GET', '/v1/doors', { as: 'scoped' });
  const nowhere = body.doors.find(({ timeZone }) => timeZone === null);
  const none = body.doors.find(({ doorId }) => doorId === slotless.device_id);

  expect(body.doors).toHaveLength(3);
  expect(nowhere?.problems).toMatchObject([{ reason: 'time_zone_unknown' }]);
  expect(none?.notices).toMatchObject([{ reason: 'time_slot_unreadable' }]);
  expect(none?.standardTimes.every(({ isServed }) => !isServed)).toBe(true);
  expect(none?.standardTimes[0]?.problems).toMatchObject([{ reason: 'times_do_not_match_slots' }]);
});

test('a door whose slots are no list is listed beside the others, and says so', async () => {
  const device = anOracodeDoor({ timeZone: steadyZone, name: 'Odd' });
  Object.assign(device.properties?.dormakaba_oracode_metadata ?? {}, { predefined_time_slots: 'soon' });
  stage.simulator.addDevice(device);
  const { status, body } = await api.call<DoorList>('GET', '/v1/doors');
  stage.simulator.removeDevice(device.device_id);
  expect([status, body.doors.length]).toEqual([200, 4]);
  const odd = body.doors.find(({ doorId }) => doorId === device.device_id);
  expect(odd?.notices).toMatchObject([
    {
      reason: 'time_slot_unreadable',
      message: expect.stringContaining('predefined_time_slots: soon') as string,
    },
  ]);
});

test('a door that Seam does not know is a 404', async () => {
  const { status, body } = await api.call<ProblemDetails>('GET', `/v1/doors/${randomUUID()}`);
  expect([status, body.type]).toEqual([404, 'urn:staykey:problem:unknown-door']);
});

test('a policy is asked for only by who may see its property', async () => {
  const own = await api.call('GET', `/v1/doors/${good.device_id}?property=beach`, { as: 'scoped' });
  const other = await api.call('GET', `/v1/doors?property=city`, { as: 'scoped' });
  expect([own.status, other.status]).toEqual([200, 403]);
});

test('while Seam is not there it is a 503 that says when to ask again', async () => {
  await using alone = await startApi({
    ...stage,
    simulator: { apiKey: 'seam_x', url: 'http://127.0.0.1:1' },
  });
  const { status, body, headers } = await alone.call<ProblemDetails>('GET', '/v1/doors');
  expect([status, body.type]).toEqual([503, 'urn:staykey:problem:seam-unavailable']);
  expect(headers.get('retry-after')).toBe('5');
});

test('readiness says whether Temporal is there and whether a worker polls', async () => {
  await using alone = await startApi({ ...stage, taskQueue: 'nobody-works-here' });
  const ready = await api.call<Readiness>('GET', '/readyz', { as: null });
  const without = await alone.call<Readiness>('GET', '/readyz', { as: null });

  expect([ready.status, ready.body.parts]).toEqual([200, { temporal: 'ok', worker: 'polling' }]);
  expect([without.status, without.body.parts.worker]).toEqual([
    200,
    'none on task queue "nobody-works-here"',
  ]);
  expect((await api.call('GET', '/healthz', { as: null })).body).toEqual({ status: 'alive' });
});
