import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';
import { call, create, getCode, now } from './seam-calls.ts';

const MINUTE = 60_000;
const door = anOracodeDoor();
const id = door.device_id;

// Minutes, so that the real time a test takes changes nothing.
const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({ world: [door], now, settingAfterMs: 10 * MINUTE, setAfterMs: 20 * MINUTE, ...options });

const typesOf = (sim: Awaited<ReturnType<typeof start>>) =>
  sim.state().events.map(({ event_type }) => event_type);

describe('a code', () => {
  it('goes from unset through setting to set', async () => {
    await using sim = await start();
    const { access_code_id, ...created } = (await create(sim, id)).body.access_code;
    expect([created.status, created.pending_mutations[0]?.mutation_code]).toEqual(['unset', 'creating']);
    sim.advance(10 * MINUTE);
    expect((await getCode(sim, access_code_id)).status).toBe('setting');
    sim.advance(10 * MINUTE);
    expect(await getCode(sim, access_code_id)).toMatchObject({
      status: 'set',
      pending_mutations: [],
      errors: [],
    });
  });

  it('says so in events, and set_on_device has the PIN', async () => {
    await using sim = await start();
    const { access_code_id, code } = (await create(sim, id)).body.access_code;
    sim.advance(20 * MINUTE);
    const [created, set] = sim.state().events;
    expect(created).toMatchObject({
      event_type: 'access_code.created',
      access_code_id,
      device_id: id,
      connected_account_id: door.connected_account_id,
      workspace_id: door.workspace_id,
    });
    expect(created).not.toHaveProperty('code');
    expect(set).toMatchObject({ event_type: 'access_code.set_on_device', access_code_id, code });
    // Dated by the transition, not by the moment the clock was moved.
    expect(Date.parse(set?.occurred_at ?? '') - Date.parse(created?.occurred_at ?? '')).toBe(20 * MINUTE);
  });

  it.each([
    ['create', [true, true, true]],
    ['setting', [false, true, true]],
    ['set', [false, false, true]],
  ] as const)('has its PIN from %s on', async (pinAt, expected) => {
    await using sim = await start({ pinAt });
    const { access_code_id } = (await create(sim, id)).body.access_code;
    for (const hasPin of expected) {
      const { code, is_waiting_for_code_assignment } = await getCode(sim, access_code_id);
      expect([code !== null, is_waiting_for_code_assignment]).toEqual([hasPin, !hasPin]);
      sim.advance(10 * MINUTE);
    }
  });

  it('is programmed an hour before the start where creation is deferred', async () => {
    await using sim = await start({ deferCreation: true, pinAt: 'set' });
    const { access_code_id, pending_mutations } = (await create(sim, id)).body.access_code;
    expect(pending_mutations).toMatchObject([
      { mutation_code: 'deferring_creation', scheduled_at: '2026-09-10T13:00:00.000Z' },
    ]);
    sim.setNow('2026-09-10T13:00:00.000Z');
    expect((await getCode(sim, access_code_id)).pending_mutations).toMatchObject([
      { mutation_code: 'creating' },
    ]);
    sim.setNow('2026-09-10T13:20:00.000Z');
    expect((await getCode(sim, access_code_id)).status).toBe('set');
  });

  it('is gone once it has ended', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    sim.setNow('2026-09-16T01:59:00.000Z');
    expect((await getCode(sim, access_code_id)).status).toBe('set');
    sim.setNow('2026-09-16T02:00:00.000Z');
    const { status, body } = await call(sim, '/access_codes/get', { access_code_id });
    expect([status, body.error.type]).toEqual([404, 'access_code_not_found']);
    expect((await call(sim, '/access_codes/list', { device_id: id })).body.access_codes).toEqual([]);
    expect(sim.state().events.at(-1)).toMatchObject({
      event_type: 'access_code.removed_from_device',
      occurred_at: '2026-09-16T02:00:00.000Z',
    });
  });

  it('that has ended can stay readable', async () => {
    await using sim = await start({ gone404: false });
    const { access_code_id } = (await create(sim, id)).body.access_code;
    sim.setNow('2026-09-17T00:00:00.000Z');
    expect((await getCode(sim, access_code_id)).status).toBe('unset');
  });
});

describe('the clock', () => {
  it('makes everything happen in order when it jumps over a whole stay', async () => {
    await using sim = await start();
    await create(sim, id);
    sim.setNow('2026-10-01T00:00:00.000Z');
    expect(typesOf(sim)).toEqual([
      'access_code.created',
      'access_code.set_on_device',
      'access_code.removed_from_device',
    ]);
  });

  it('runs by itself, without anyone reading', async () => {
    await using sim = await start({ settingAfterMs: 20, setAfterMs: 40 });
    await create(sim, id);
    await pause(150);
    expect(typesOf(sim)).toEqual(['access_code.created', 'access_code.set_on_device']);
  });

  it('is moved over HTTP', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    const moved = await call(sim, '/_sim/clock', { advance_ms: 20 * MINUTE });
    expect(moved.body).toHaveProperty('now');
    expect((await getCode(sim, access_code_id)).status).toBe('set');
    await call(sim, '/_sim/clock', { now: '2026-12-24T18:00:00.000Z' });
    const clock = (await (await fetch(`${sim.url}/_sim/clock`)).json()) as { now: string };
    expect(clock.now).toMatch(/^2026-12-24T18:00:0/);
    expect((await call(sim, '/_sim/clock', { advance_ms: '5' })).status).toBe(400);
  });

  it('decides whether an end is in the future', async () => {
    await using sim = await start({ now: '2030-01-01T00:00:00.000Z' });
    expect((await create(sim, id)).status).toBe(400);
  });
});

describe('from outside', () => {
  it('a changed PIN is code_changed', async () => {
    await using sim = await start();
    const { access_code_id, code } = (await create(sim, id)).body.access_code;
    const path = `/_sim/access_codes/${access_code_id}`;
    await call(sim, path, { code: '004711' });
    expect((await getCode(sim, access_code_id)).code).toBe('004711');
    expect(sim.state().events.at(-1)).toMatchObject({
      event_type: 'access_code.code_changed',
      from: { code },
      to: { code: '004711' },
    });
  });

  it('an error shows on the code and in failed_to_set_on_device', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    const errors = [{ error_code: 'failed_to_set_on_device', message: 'Will try again' }];
    sim.changeAccessCode(access_code_id, {
      errors,
      warnings: [{ warning_code: 'unheard_of', message: '?' }],
    });
    const { warnings, ...code } = await getCode(sim, access_code_id);
    expect(code.errors).toMatchObject([{ ...errors[0], is_access_code_error: true }]);
    expect(warnings).toMatchObject([{ warning_code: 'unheard_of' }]);
    expect(sim.state().events.at(-1)).toMatchObject({
      event_type: 'access_code.failed_to_set_on_device',
      access_code_errors: errors,
      device_errors: [],
    });
    sim.changeAccessCode(access_code_id, { errors: [] });
    expect((await getCode(sim, access_code_id)).errors).toEqual([]);
  });

  it('a status ends the programming; set finishes it', async () => {
    await using sim = await start({ pinAt: 'set' });
    const [stuck, done] = [await create(sim, id), await create(sim, id)].map(({ body }) => body.access_code);
    sim.changeAccessCode(stuck?.access_code_id ?? '', { status: 'unknown' });
    sim.changeAccessCode(done?.access_code_id ?? '', { status: 'set' });
    expect(typesOf(sim).filter((type) => type === 'access_code.set_on_device')).toHaveLength(1);
    sim.advance(60 * MINUTE);
    expect((await getCode(sim, stuck?.access_code_id ?? '')).status).toBe('unknown');
    expect((await getCode(sim, done?.access_code_id ?? '')).code).toMatch(/^\d{6}$/);
  });

  it('a moved end moves the removal', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    sim.changeAccessCode(access_code_id, { ends_at: '2026-09-11T17:00:00.000Z' });
    expect(sim.state().events.at(-1)).toMatchObject({
      event_type: 'access_code.time_frame_changed',
      from: { ends_at: '2026-09-16T02:00:00.000Z' },
      to: { ends_at: '2026-09-11T17:00:00.000Z' },
    });
    sim.setNow('2026-09-11T17:00:00.000Z');
    expect((await call(sim, '/access_codes/get', { access_code_id })).status).toBe(404);
  });

  it('a deletion is deleted_external_to_seam and 404', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    sim.changeAccessCode(access_code_id, { deleted: true });
    expect((await call(sim, '/access_codes/get', { access_code_id })).status).toBe(404);
    sim.setNow('2026-10-01T00:00:00.000Z');
    expect(typesOf(sim)).toEqual(['access_code.created', 'access_code.deleted_external_to_seam']);
  });

  it('an event may be of any type', async () => {
    await using sim = await start();
    await call(sim, '/_sim/events', { event_type: 'device.dreamt', device_id: id, of: 'sheep' });
    expect(sim.state().events).toMatchObject([{ event_type: 'device.dreamt', device_id: id, of: 'sheep' }]);
  });

  it('a device can be taken away', async () => {
    await using sim = await start();
    sim.removeDevice(id);
    expect((await call(sim, '/devices/get', { device_id: id })).status).toBe(404);
    expect(typesOf(sim)).toEqual(['device.removed']);
  });
});

describe('events/list', () => {
  it('needs since or between, and filters', async () => {
    await using sim = await start();
    const { access_code_id } = (await create(sim, id)).body.access_code;
    await create(sim, id);
    sim.advance(20 * MINUTE);
    const list = async (parameters: object) => (await call(sim, '/events/list', parameters)).body.events;

    expect((await call(sim, '/events/list')).body.error.type).toBe('invalid_input');
    expect(await list({ since: now })).toHaveLength(4);
    expect(await list({ since: now, access_code_id })).toHaveLength(2);
    expect(await list({ since: now, event_type: 'access_code.created' })).toHaveLength(2);
    expect(
      await list({ since: now, event_types: ['access_code.set_on_device'], device_id: id }),
    ).toHaveLength(2);
    expect(await list({ since: now, device_id: 'other' })).toEqual([]);
    expect(await list({ since: now, limit: 3 })).toHaveLength(3);
    expect(await list({ between: [now, '2026-09-09T19:05:00Z'] })).toHaveLength(2);
    const [event] = await list({ since: now });
    expect((await call(sim, '/events/get', { event_id: event?.event_id })).body.event).toEqual(event);
    expect((await call(sim, '/events/get', { event_id: 'none' })).status).toBe(404);
  });
});
