import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { call, create, now, stayOf } from './seam-calls.ts';

const door = anOracodeDoor({ device: { vendor_field: { kept: true } } });
const otherDoor = anOracodeDoor({ name: 'Back Door' });
let sim: RunningSimulator;

beforeEach(async () => {
  sim = await startSimulator({ world: [door, otherDoor], now });
});
afterEach(() => sim.close());

describe('the key', () => {
  it('is asked for', async () => {
    const { status, body, headers } = await call(sim, '/devices/get', {}, { headers: {}, body: null });
    expect(status).toBe(401);
    expect(body).toEqual({ error: { type: 'unauthorized', message: 'No Authorization header' }, ok: false });
    expect(headers.get('seam-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('must be the right one', async () => {
    const { status, body } = await call({ ...sim, apiKey: 'seam_other' }, '/devices/get');
    expect([status, body.error.type]).toEqual([401, 'unauthorized']);
  });

  it('is not needed to ask for health', async () => {
    expect(await (await fetch(`${sim.url}/health`)).json()).toEqual({ ok: true });
  });
});

describe('devices', () => {
  it('come back exactly as the world has them', async () => {
    const { body } = await call(sim, '/devices/get', { device_id: door.device_id });
    expect(body).toEqual({ device: door, ok: true });
  });

  it('are found by a query string', async () => {
    const headers = { authorization: `Bearer ${sim.apiKey}` };
    const response = await fetch(`${sim.url}/devices/get?device_id=${door.device_id}&_strict=true`, {
      headers,
    });
    expect(await response.json()).toEqual({ device: door, ok: true });
  });

  it('are found by a GET with a body, as in the guide', async () => {
    const question = JSON.stringify({ device_id: door.device_id });
    const asking = request(`${sim.url}/devices/get`, {
      headers: {
        authorization: `Bearer ${sim.apiKey}`,
        'content-type': 'application/json',
        'content-length': question.length,
      },
    });
    asking.end(question);
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(await json(answer)).toEqual({ device: door, ok: true });
  });

  it('that nobody knows are 404', async () => {
    const { status, body } = await call(sim, '/devices/get', { device_id: 'nope' });
    expect([status, body.error.type]).toEqual([404, 'device_not_found']);
    expect((await create(sim, 'nope')).body.error.type).toBe('device_not_found');
  });

  it('are listed', async () => {
    const { body } = await call(sim, '/devices/list', { device_type: 'dormakaba_oracode_door' });
    expect(body.devices).toEqual([door, otherDoor]);
  });

  it('can be replaced, so that their user levels change', async () => {
    sim.addDevice({ ...door, display_name: 'Renamed' });
    expect((await call(sim, '/devices/get', { device_id: door.device_id })).body.device.display_name).toBe(
      'Renamed',
    );
    expect(sim.state().devices).toHaveLength(2);
  });
});

describe('a new access code', () => {
  it('comes with an action attempt and every field of a code', async () => {
    const { status, body } = await create(sim, door.device_id);
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['action_attempt', 'access_code', 'ok']);
    expect(body.action_attempt).toMatchObject({
      action_type: 'CREATE_ACCESS_CODE',
      status: 'pending',
      error: null,
    });
    expect(body.access_code).toMatchObject({
      device_id: door.device_id,
      name: 'R:1001',
      type: 'time_bound',
      starts_at: '2026-09-10T14:00:00.000Z',
      ends_at: '2026-09-16T02:00:00.000Z',
      status: 'unset',
      is_managed: true,
      is_offline_access_code: true,
      errors: [],
      warnings: [],
      pending_mutations: [{ mutation_code: 'creating' }],
    });
    expect(typeof body.access_code.display_status).toBe('string');
  });

  it('is a second code when the same create is sent again: nothing is idempotent', async () => {
    const ids = [await create(sim, door.device_id), await create(sim, door.device_id)].map(
      ({ body }) => body.access_code.access_code_id,
    );
    expect(new Set(ids).size).toBe(2);
  });

  it('can neither be deleted nor updated, and stays what it was', async () => {
    const { access_code } = (await create(sim, door.device_id)).body;
    const { access_code_id } = access_code;
    const answers = [
      await call(sim, '/access_codes/delete', { access_code_id }),
      await call(sim, '/access_codes/delete', { access_code_id }, { method: 'DELETE' }),
      await call(sim, '/access_codes/update', { access_code_id, ends_at: now }, { method: 'PATCH' }),
      await call(sim, '/access_codes/update', { access_code_id, ends_at: now }, { method: 'PUT' }),
    ];
    for (const { status, body } of answers) expect([status, body.error.type]).toEqual([400, 'invalid_input']);
    const after = await call(sim, '/access_codes/get', { access_code_id });
    expect(after.body.access_code).toEqual(access_code);
  });
});

describe('access_codes/list', () => {
  const names = async (parameters: object) =>
    (await call(sim, '/access_codes/list', parameters)).body.access_codes.map(({ name }) => name);

  it('needs to know of which device or codes', async () => {
    const { status, body } = await call(sim, '/access_codes/list', { search: 'R:1001' });
    expect([status, body.error.type]).toEqual([400, 'invalid_input']);
  });

  it('holds one device apart from another', async () => {
    await create(sim, door.device_id, { name: 'front' });
    await create(sim, otherDoor.device_id, { name: 'back' });
    expect(await names({ device_id: door.device_id })).toEqual(['front']);
  });

  it('searches parts of name, PIN and id', async () => {
    const { access_code } = (await create(sim, door.device_id, { name: 'R:10011' })).body;
    await create(sim, door.device_id, { name: 'R:2002' });
    const search = (text: string) => names({ device_id: door.device_id, search: text });
    expect(await search('r:1001')).toEqual(['R:10011']);
    expect(await search(access_code.code ?? '')).toEqual(['R:10011']);
    expect(await search(access_code.access_code_id.slice(0, 13))).toEqual(['R:10011']);
    expect(await search('R:1001 ')).toEqual([]);
  });

  it('goes page by page, with a cursor for the same question only', async () => {
    for (const name of ['a', 'b', 'c']) await create(sim, door.device_id, { name });
    const question = { device_id: door.device_id, limit: 2 };
    const { body: first } = await call(sim, '/access_codes/list', question);
    expect(first.pagination.has_next_page).toBe(true);
    const page_cursor = first.pagination.next_page_cursor;
    const { body: last } = await call(sim, '/access_codes/list', { ...question, page_cursor });
    expect([...first.access_codes, ...last.access_codes].map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(last.pagination).toEqual({ has_next_page: false, next_page_cursor: null, next_page_url: null });
    const { body: other } = await call(sim, '/access_codes/list', { ...question, limit: 1, page_cursor });
    expect(other.error.type).toBe('mismatched_page_parameters');
  });

  it('knows no unmanaged codes', async () => {
    const { body } = await call(sim, '/access_codes/unmanaged/list', { device_id: door.device_id });
    expect([body.access_codes, body.ok]).toEqual([[], true]);
  });
});

describe('what cannot be understood', () => {
  it('is 404 for a route that is not there', async () => {
    const { status, body } = await call(sim, '/access_codes/create_everything');
    expect([status, body.error.type, body.ok]).toEqual([404, 'not_found', false]);
  });

  it('is 400 for a body that is not JSON', async () => {
    const { status, body } = await call(sim, '/access_codes/create', {}, { body: '{' });
    expect([status, body.error.type]).toEqual([400, 'invalid_input']);
  });

  it('names the parameter', async () => {
    const { body } = await call(sim, '/access_codes/create', stayOf(door.device_id, { starts_at: 'soon' }));
    expect(Object.keys(body.error.validation_errors ?? {})).toEqual(['starts_at']);
  });
});

it('records every request, also refused ones', async () => {
  await create(sim, 'nope');
  const { body } = await create(sim, door.device_id);
  expect(sim.state().requests).toMatchObject([
    { method: 'POST', path: '/access_codes/create', status: 404, created_access_code_id: null },
    {
      path: '/access_codes/create',
      body: stayOf(door.device_id),
      status: 200,
      created_access_code_id: body.access_code.access_code_id,
    },
  ]);
  expect(JSON.stringify(sim.state())).not.toContain(sim.apiKey);
});

it('lets ten codes a minute be created per device', async () => {
  for (let sent = 0; sent < 10; sent += 1) expect((await create(sim, door.device_id)).status).toBe(200);
  const { status, body, headers } = await create(sim, door.device_id);
  expect([status, body.error.type, headers.get('retry-after')]).toEqual([429, 'too_many_requests', null]);
  expect((await create(sim, otherDoor.device_id)).status).toBe(200);
  sim.advance(60_000);
  expect((await create(sim, door.device_id)).status).toBe(200);
});

it('says how long to wait where it was told to', async () => {
  await using strict = await startSimulator({
    world: [door],
    now,
    createsPerMinute: 1,
    sendRetryAfter: true,
  });
  await create(strict, door.device_id);
  strict.advance(20_000);
  const { status, headers } = await create(strict, door.device_id);
  expect(status).toBe(429);
  expect(Number(headers.get('retry-after'))).toBe(40);
});
