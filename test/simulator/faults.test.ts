import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { call, create, getCode, now, stayOf } from './seam-calls.ts';

const door = anOracodeDoor();
const otherDoor = anOracodeDoor();
const id = door.device_id;
let sim: RunningSimulator;

beforeEach(async () => {
  sim = await startSimulator({ world: [door, otherDoor], now });
});
afterEach(() => sim.close());

const codesMade = () => sim.state().access_codes.length;
const lastRequest = () => sim.state().requests.at(-1);

describe('before the commit', () => {
  it.each([
    ['outage', 503],
    ['error_500', 500],
    ['unauthorized', 401],
  ] as const)('%s answers in its own way and makes nothing', async (kind, expected) => {
    sim.addFault({ kind, times: 1 });
    const { status, body } = await create(sim, id);
    expect([status, body.ok, typeof body.error.type]).toEqual([expected, false, 'string']);
    expect(codesMade()).toBe(0);
    expect((await create(sim, id)).status).toBe(200);
  });

  it('html_502 is a page, not JSON', async () => {
    sim.addFault({ kind: 'html_502', times: 1 });
    const response = await fetch(`${sim.url}/access_codes/create`, { method: 'POST' });
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html']);
    expect(await response.text()).toContain('<html>');
    expect(codesMade()).toBe(0);
  });

  it('rate_limited says how long to wait, if asked to', async () => {
    sim.addFault({ kind: 'rate_limited', retry_after: 7, times: 1 });
    const { status, headers, body } = await create(sim, id);
    expect([status, headers.get('retry-after'), body.error.type]).toEqual([429, '7', 'too_many_requests']);
  });

  it('reset_before_commit drops the connection and makes nothing', async () => {
    sim.addFault({ kind: 'reset_before_commit', times: 1 });
    await expect(create(sim, id)).rejects.toThrow('fetch failed');
    expect(codesMade()).toBe(0);
    expect(lastRequest()).toMatchObject({ status: null, connection_cut: true, created_access_code_id: null });
  });

  it('hang_before_commit gives no answer and makes nothing', async () => {
    sim.addFault({ kind: 'hang_before_commit', ms: 30, times: 1 });
    await expect(create(sim, id)).rejects.toThrow('fetch failed');
    expect(codesMade()).toBe(0);
  });

  it('slow makes the code even when the client has long gone', async () => {
    sim.addFault({ kind: 'slow', delay_ms: 100, times: 1 });
    const sent = call(sim, '/access_codes/create', stayOf(id), { signal: AbortSignal.timeout(30) });
    await expect(sent).rejects.toThrow('timeout');
    expect(codesMade()).toBe(0);
    await vi.waitFor(() => expect(codesMade()).toBe(1), { timeout: 20_000 });
    expect(lastRequest()?.status).toBeNull();
  });
});

describe('after the commit', () => {
  it.each(['reset_after_commit', 'hang_after_commit'] as const)(
    '%s loses the answer, not the code',
    async (kind) => {
      sim.addFault(kind === 'hang_after_commit' ? { kind, ms: 30, times: 1 } : { kind, times: 1 });
      await expect(create(sim, id)).rejects.toThrow('fetch failed');
      const [code] = sim.state().access_codes;
      expect(lastRequest()).toMatchObject({
        status: null,
        connection_cut: true,
        created_access_code_id: code?.access_code_id,
      });
      expect((await call(sim, '/access_codes/list', { device_id: id })).body.access_codes).toHaveLength(1);
    },
  );

  it('error_after_commit answers 500 although the code is there', async () => {
    sim.addFault({ kind: 'error_after_commit', times: 1 });
    const { status, body } = await create(sim, id);
    expect([status, body.error.type]).toEqual([500, 'internal_server_error']);
    expect(codesMade()).toBe(1);
  });

  it('invalid_response has no access_code in it', async () => {
    sim.addFault({ kind: 'invalid_response', times: 1 });
    const { status, body } = await create(sim, id);
    expect([status, body]).toEqual([200, { ok: true }]);
    expect(codesMade()).toBe(1);
  });

  it('lets refusals through and waits for the next success', async () => {
    sim.addFault({ kind: 'error_after_commit', times: 1 });
    expect((await create(sim, id, { code: '1234' })).status).toBe(400);
    expect((await create(sim, id)).status).toBe(500);
  });
});

describe('scope', () => {
  it('may be a path, a device and a number of requests', async () => {
    sim.addFault({ kind: 'outage', path: '/access_codes/create', device_id: id, times: 2 });
    expect((await call(sim, '/devices/get', { device_id: id })).status).toBe(200);
    expect((await create(sim, otherDoor.device_id)).status).toBe(200);
    const answers = [await create(sim, id), await create(sim, id), await create(sim, id)];
    expect(answers.map(({ status }) => status)).toEqual([503, 503, 200]);
  });

  it('finds the device of a code', async () => {
    const { access_code_id } = (await create(sim, id)).body.access_code;
    sim.addFault({ kind: 'outage', device_id: id });
    expect((await call(sim, '/access_codes/get', { access_code_id })).status).toBe(503);
  });

  it('may be a chance, which falls the same way for the same seed', async () => {
    const rowOf = async (seed: number) => {
      sim.clearFaults();
      sim.addFault({ kind: 'outage', probability: 0.5, seed });
      const row = [];
      for (let sent = 0; sent < 20; sent += 1) row.push((await call(sim, '/devices/list')).status);
      return row;
    };
    const row = await rowOf(7);
    expect(new Set(row)).toEqual(new Set([200, 503]));
    expect(await rowOf(7)).toEqual(row);
    expect(await rowOf(8)).not.toEqual(row);
  });

  it('is cleared over HTTP, one by one or whole', async () => {
    const added = await fetch(`${sim.url}/_sim/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'outage' }),
    });
    const { fault_id } = (await added.json()) as { fault_id: string };
    sim.addFault({ kind: 'error_500' });
    await fetch(`${sim.url}/_sim/faults/${fault_id}`, { method: 'DELETE' });
    expect((await create(sim, id)).status).toBe(500);
    await fetch(`${sim.url}/_sim/faults`, { method: 'DELETE' });
    expect((await create(sim, id)).status).toBe(200);
  });

  it.each([
    [{ kind: 'meteor' }, 'kind'],
    [{ kind: 'outage', time: 1 }, 'time'],
    [{ kind: 'outage', times: 0 }, 'times'],
    [{ kind: 'slow' }, 'delay_ms'],
    [{ kind: 'outage', constructor: 1 }, 'constructor'],
    [{ kind: 'slot_mismatch_style', style: 'polite' }, 'style'],
  ])('that makes no sense is refused: %j', async (fault, field) => {
    const { status, body } = await call(sim, '/_sim/faults', fault);
    expect([status, Object.keys(body.error.validation_errors ?? {})]).toEqual([400, [field]]);
    expect(sim.state().faults).toEqual([]);
  });
});

it('stale_list hides codes until they are old enough, and get does not', async () => {
  sim.addFault({ kind: 'stale_list', lag_ms: 5_000 });
  const { access_code_id } = (await create(sim, id)).body.access_code;
  const found = async () =>
    (await call(sim, '/access_codes/list', { device_id: id })).body.access_codes.length;
  expect(await found()).toBe(0);
  expect((await getCode(sim, access_code_id)).access_code_id).toBe(access_code_id);
  sim.advance(5_000);
  expect(await found()).toBe(1);
});

it('account_disconnected makes codes unknown until it is cleared', async () => {
  const { access_code_id } = (await create(sim, id)).body.access_code;
  sim.advance(10_000);
  const fault = sim.addFault({ kind: 'account_disconnected', device_id: id });
  const code = await getCode(sim, access_code_id);
  expect(code.status).toBe('unknown');
  expect(code.errors).toMatchObject([
    { error_code: 'account_disconnected', is_connected_account_error: true },
  ]);
  expect((await call(sim, '/devices/get', { device_id: id })).body.device.errors).toHaveLength(1);
  sim.clearFaults(fault.fault_id);
  expect(await getCode(sim, access_code_id)).toMatchObject({ status: 'set', errors: [] });
});

it('closing does not wait for answers that will never come', async () => {
  sim.addFault({ kind: 'hang_before_commit' });
  const lost = create(sim, id).catch((error: unknown) => error);
  await pause(30);
  await sim.close();
  expect(await lost).toBeInstanceOf(Error);
});
