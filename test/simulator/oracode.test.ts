import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aTimeSlot, anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { create, getCode, now } from './seam-calls.ts';

const door = anOracodeDoor();
const id = door.device_id;
let sim: RunningSimulator;

beforeEach(async () => {
  sim = await startSimulator({ world: [door], now, createsPerMinute: 1_000 });
});
afterEach(() => sim.close());

const timesOf = async (parameters: object, device = id) => {
  const { body } = await create(sim, device, parameters);
  return body.ok ? [body.access_code.starts_at, body.access_code.ends_at] : body.error.message;
};

describe('time slots', () => {
  it('give the code their own times, not the asked ones', async () => {
    const { access_code } = (
      await create(sim, id, { starts_at: '2026-09-10T15:45:00-07:00', ends_at: '2026-09-12T10:15:00-07:00' })
    ).body;
    expect([access_code.starts_at, access_code.ends_at]).toEqual([
      '2026-09-10T23:00:00.000Z',
      '2026-09-12T17:00:00.000Z',
    ]);
    expect(access_code.dormakaba_oracode_metadata).toMatchObject({
      user_level_id: '5b1c1e0e-8c43-4f4f-a1a5-0a8f2c7b9e01',
      user_level_name: 'Guest 4pm-10am',
      site_name: 'Ocean Beach Vacations',
      is_cancellable: false,
    });
    expect(typeof access_code.dormakaba_oracode_metadata?.stay_id).toBe('number');
  });

  it.each([
    ['exactly an hour early at both ends', '2026-09-10T06:00:00-07:00', '2026-09-15T18:00:00-07:00', true],
    ['exactly an hour late at both ends', '2026-09-10T08:00:00-07:00', '2026-09-15T20:00:00-07:00', true],
    [
      'a second more than an hour at the start',
      '2026-09-10T05:59:59-07:00',
      '2026-09-15T19:00:00-07:00',
      false,
    ],
    [
      'a second more than an hour at the end',
      '2026-09-10T07:00:00-07:00',
      '2026-09-15T20:00:01-07:00',
      false,
    ],
    ['the same instants in another offset', '2026-09-10T16:00:00+02:00', '2026-09-16T02:00:00Z', true],
  ])('allow an hour of rounding: %s', async (_case, starts_at, ends_at, isAllowed) => {
    const { status, body } = await create(sim, id, { starts_at, ends_at });
    expect(status).toBe(isAllowed ? 200 : 400);
    if (!isAllowed) expect(body.error.message).toContain('No time slots found');
  });

  it('bound to days allow more with max_time_rounding 1day, and only then', async () => {
    const times = { starts_at: '2026-09-16T00:00:00-07:00', ends_at: '2026-09-18T23:59:00-07:00' };
    expect(await timesOf(times)).toContain('No time slots found');
    const [startsAt, endsAt] = await timesOf({ ...times, max_time_rounding: '1d' });
    expect(startsAt).toMatch(/T19:00:00/);
    expect(endsAt).toBe('2026-09-18T19:00:00.000Z');
  });

  it('refuse a max_time_rounding that Seam does not have', async () => {
    expect((await create(sim, id, { max_time_rounding: '2hours' })).status).toBe(400);
    for (const rounding of ['1hour', '1h', '1day', '1d']) {
      expect((await create(sim, id, { max_time_rounding: rounding })).status).toBe(200);
    }
  });

  it.each(['is_master', 'is_one_shot', 'is_biweekly_mode'])('are not usable when %s', async (mode) => {
    const closed = anOracodeDoor({ timeSlots: [aTimeSlot({ [mode]: true })] });
    sim.addDevice(closed);
    expect((await create(sim, closed.device_id)).status).toBe(400);
  });

  it('take the zone from the brackets, else from the door, else cannot be used', async () => {
    const bare = { check_in_time: '07:00:00', check_out_time: '19:00' };
    const inChicago = anOracodeDoor({
      timeZone: 'America/Chicago',
      timeSlots: [aTimeSlot(bare), aTimeSlot({ zone: 'Asia/Tokyo', name: 'Tokyo' })],
    });
    const nowhere = anOracodeDoor({ timeZone: null, timeSlots: [aTimeSlot(bare)] });
    for (const device of [inChicago, nowhere]) sim.addDevice(device);
    const chicago = { starts_at: '2026-09-10T07:00:00-05:00', ends_at: '2026-09-11T19:00:00-05:00' };
    const tokyo = { starts_at: '2026-09-10T07:00:00+09:00', ends_at: '2026-09-11T19:00:00+09:00' };
    expect((await create(sim, inChicago.device_id, chicago)).status).toBe(200);
    expect((await create(sim, inChicago.device_id, tokyo)).status).toBe(200);
    expect((await create(sim, nowhere.device_id, chicago)).status).toBe(400);
  });

  it('ignore a fixed offset in front of the brackets', async () => {
    const winter = anOracodeDoor({
      timeSlots: [aTimeSlot({ check_in_time: '07:00:00-08:00[America/Los_Angeles]' })],
    });
    sim.addDevice(winter);
    expect(await timesOf({}, winter.device_id)).toEqual([
      '2026-09-10T14:00:00.000Z',
      '2026-09-16T02:00:00.000Z',
    ]);
  });
});

describe('when clocks change in Los Angeles on 1 November 2026', () => {
  const slots = [aTimeSlot({ check_in_time: '01:30:00[America/Los_Angeles]' })];
  const late = anOracodeDoor({ timeSlots: slots });
  beforeEach(() => sim.addDevice(late));

  it.each(['2026-11-01T01:30:00-07:00', '2026-11-01T01:30:00-08:00'])(
    'both readings of the repeated half past one are exact: %s',
    async (starts_at) => {
      const [startsAt] = await timesOf({ starts_at, ends_at: '2026-11-02T19:00:00-08:00' }, late.device_id);
      expect(startsAt).toBe(new Date(starts_at).toISOString());
    },
  );

  it('each end has the offset of its own day', async () => {
    const times = { starts_at: '2026-10-30T07:00:00-07:00', ends_at: '2026-11-02T19:00:00-08:00' };
    expect(await timesOf(times)).toEqual(['2026-10-30T14:00:00.000Z', '2026-11-03T03:00:00.000Z']);
  });

  it('a half past two that spring skips is half past three', async () => {
    const skipped = anOracodeDoor({
      timeSlots: [aTimeSlot({ check_in_time: '02:30:00[America/Los_Angeles]' })],
    });
    sim.addDevice(skipped);
    const times = { starts_at: '2027-03-14T03:30:00-07:00', ends_at: '2027-03-15T19:00:00-07:00' };
    const [startsAt] = await timesOf(times, skipped.device_id);
    expect(startsAt).toBe('2027-03-14T10:30:00.000Z');
  });
});

describe('a create is refused', () => {
  const refused = async (parameters: object, device = id) => {
    const { status, body } = await create(sim, device, parameters);
    expect([status, body.error.type, body.ok]).toEqual([400, 'invalid_input', false]);
    expect(sim.state().access_codes).toEqual([]);
    return Object.keys(body.error.validation_errors ?? {});
  };

  it('with a code of its own', async () => expect(await refused({ code: '1234' })).toEqual(['code']));
  it('for one-time use', async () =>
    expect(await refused({ is_one_time_use: true })).toEqual(['is_one_time_use']));
  it('when it is to be ongoing', async () =>
    expect(await refused({ starts_at: undefined, ends_at: undefined })).toEqual(['starts_at']));
  it('when the end is past', async () =>
    expect(
      await refused({ starts_at: '2026-09-01T07:00:00-07:00', ends_at: '2026-09-08T19:00:00-07:00' }),
    ).toEqual(['ends_at']));
  it('when the end is before the start', async () =>
    expect(await refused({ ends_at: '2026-09-09T19:00:00-07:00' })).toEqual(['ends_at']));
  it('for a code that is not offline', async () =>
    expect(await refused({ is_offline_access_code: false })).toEqual(['is_offline_access_code']));
  it('by a door that cannot do it, or is no Oracode', async () => {
    const cannot = anOracodeDoor({ canProgramOfflineAccessCodes: false });
    const other = anOracodeDoor({ device: { device_type: 'august_lock' } });
    for (const device of [cannot, other]) {
      sim.addDevice(device);
      expect(await refused({}, device.device_id)).toEqual(['device_id']);
    }
  });
  it('for more than 31 nights, and not for 31', async () => {
    expect(await refused({ ends_at: '2026-10-12T19:00:00-07:00' })).toEqual(['ends_at']);
    expect((await create(sim, id, { ends_at: '2026-10-11T19:00:00-07:00' })).status).toBe(200);
  });
});

describe('without a matching time slot', () => {
  const times = { starts_at: '2026-09-10T03:00:00-07:00' };

  it.each([
    ['provider_issue', 'provider_issue'],
    ['legacy', 'dormakaba_oracode_invalid_time_range'],
  ] as const)('the code is accepted and fails later, style %s', async (style, error_code) => {
    sim.addFault({ kind: 'slot_mismatch_style', style, times: 1 });
    const { body } = await create(sim, id, times);
    expect(body.access_code.errors).toEqual([]);
    sim.advance(1_000);
    expect(await getCode(sim, body.access_code.access_code_id)).toMatchObject({
      status: 'unset',
      code: null,
      errors: [{ error_code, is_access_code_error: true }],
      dormakaba_oracode_metadata: null,
    });
    expect(sim.state().events.map(({ event_type }) => event_type)).toEqual([
      'access_code.created',
      'access_code.failed_to_set_on_device',
    ]);
    expect(sim.state().events[1]).toMatchObject({ access_code_errors: [{ error_code }] });
    expect((await create(sim, id, times)).status).toBe(400);
  });
});

it('a lock that is full accepts the code and cannot set it', async () => {
  const small = anOracodeDoor({ maxActiveCodes: 1 });
  sim.addDevice(small);
  const first = (await create(sim, small.device_id)).body.access_code;
  const second = (await create(sim, small.device_id)).body.access_code;
  sim.advance(60_000);
  expect((await getCode(sim, first.access_code_id)).status).toBe('set');
  expect((await getCode(sim, second.access_code_id)).errors).toMatchObject([
    { error_code: 'no_space_for_access_code_on_device' },
  ]);
});

describe('a PIN', () => {
  const pinsOf = async (count: number, parameters: object, simulator = sim) => {
    const answers = await Promise.all(Array.from({ length: count }, () => create(simulator, id, parameters)));
    return answers.map(({ body }) => body.access_code.code ?? '');
  };

  it('is six digits of text, leading zeros and all', async () => {
    // So many that none with a leading zero is as good as impossible.
    const pins = await pinsOf(200, {});
    for (const pin of pins) expect(pin).toMatch(/^\d{6}$/);
    expect(new Set(pins).size).toBe(200);
    expect(pins.some((pin) => pin.startsWith('0'))).toBe(true);
  });

  it('begins with the prefix of its user level', async () => {
    const pins = await pinsOf(20, {
      starts_at: '2026-09-10T16:00:00-07:00',
      ends_at: '2026-09-12T10:00:00-07:00',
    });
    for (const pin of pins) expect(pin).toMatch(/^123\d{3}$/);
  });

  it.each(['*', '#'] as const)('may need %s before it', async (pinMark) => {
    await using marked = await startSimulator({ world: [door], now, pinMark });
    const [pin] = await pinsOf(1, {}, marked);
    expect(pin?.[0]).toBe(pinMark);
    expect(pin).toHaveLength(7);
  });
});
