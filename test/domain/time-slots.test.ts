import { describe, expect, test } from 'vitest';
import { aDoor, aSlot, plan, reasons } from './builders.ts';

const messageOf = (list: readonly { reason: string; message: string }[], reason: string) =>
  list.find((one) => one.reason === reason)?.message;

describe("the guide's own examples", () => {
  test('a 07:00-19:00 level in Los Angeles gives the instants of the guide', () => {
    const door = aDoor([aSlot('07:00:00[America/Los_Angeles]', '19:00:00[America/Los_Angeles]')]);
    const { coverage, problems } = plan({ arrival: '2024-09-10T07:00', departure: '2024-09-15T19:00', door });
    expect(problems).toEqual([]);
    expect(coverage).toEqual({
      startsAt: '2024-09-10T14:00:00.000Z',
      endsAt: '2024-09-16T02:00:00.000Z',
      localStart: '2024-09-10T07:00:00-07:00',
      localEnd: '2024-09-15T19:00:00-07:00',
      timeZone: 'America/Los_Angeles',
    });
  });

  test('the daily-bound sample from 00:00 to 23:59 gives the instants of the guide', () => {
    const door = aDoor([aSlot('00:00:00', '23:59:00', { is24Hour: true })]);
    const { coverage } = plan({ arrival: '2024-09-16T00:00', departure: '2024-09-18T23:59', door });
    expect(coverage).toMatchObject({
      startsAt: '2024-09-16T07:00:00.000Z',
      endsAt: '2024-09-19T06:59:00.000Z',
    });
  });

  test('3:45 PM to 10:15 AM gets 4 PM to 10 AM, and staff hear that the guest is shut out at both ends', () => {
    const door = aDoor([aSlot('16:00', '10:00')]);
    const made = plan({ arrival: '2026-12-01T15:45', departure: '2026-12-05T10:15', door });
    expect(made.coverage).toMatchObject({
      localStart: '2026-12-01T16:00:00-08:00',
      localEnd: '2026-12-05T10:00:00-08:00',
    });
    expect(messageOf(made.notices, 'opens_after_arrival')).toBe(
      'Time slot "16:00-10:00" opens at 2026-12-01 16:00, 15 minutes after the guest\'s arrival at 2026-12-01 15:45.',
    );
    expect(messageOf(made.notices, 'closes_before_departure')).toContain('15 minutes before');
  });

  test('2 PM against 4 PM is refused with the nearest slot and by how much it misses', () => {
    const door = aDoor([aSlot('16:00', '10:00'), aSlot('20:00', '10:00')]);
    const { problems, slot, coverage, issueAt } = plan({
      arrival: '2026-12-01T14:00',
      departure: '2026-12-05T10:00',
      door,
    });
    expect([slot, coverage, issueAt]).toEqual([null, null, null]);
    expect(reasons(problems)).toEqual(['times_do_not_match_slots']);
    expect(problems[0]?.message).toContain('2026-12-01 14:00 to 2026-12-05 10:00 (America/Los_Angeles)');
    expect(problems[0]?.message).toContain(
      'Nearest is "16:00-10:00" from 2026-12-01 16:00 to 2026-12-05 10:00: it opens 120 minutes after arrival and closes exactly at departure.',
    );
  });

  test('master, one-shot and biweekly slots are never chosen, and the refusal counts them', () => {
    const door = aDoor([
      aSlot('16:00', '10:00', { isMaster: true }),
      aSlot('16:00', '10:00', { isOneShot: true }),
      aSlot('16:00', '10:00', { isBiweekly: true }),
      aSlot('16:00', null),
    ]);
    const { problems, notices } = plan({ arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00', door });
    expect(problems[0]?.message).toMatch(/4 time slots none.*1 master.*1 one-shot.*1 biweekly.*1 unreadable/);
    expect(messageOf(notices, 'time_slot_unreadable')).toContain(
      '"16:00-null" is passed over: its check-out time is null',
    );
  });

  test('a door without slots is refused as such', () => {
    const { problems } = plan({
      arrival: '2026-12-01T16:00',
      departure: '2026-12-05T10:00',
      door: aDoor([]),
    });
    expect(problems[0]?.message).toContain('the door has no time slots in Seam');
  });
});

describe('within the hour', () => {
  test.each([
    ['15:00', true],
    ['14:59:59', false],
    ['17:00', true],
    ['17:00:01', false],
  ])('arrival %s against a slot at 16:00 fits: %s', (time, fits) => {
    const door = aDoor([aSlot('16:00', '10:00')]);
    const made = plan({ arrival: `2026-12-01T${time}`, departure: '2026-12-05T10:00', door });
    expect(made.slot !== null).toBe(fits);
    expect(reasons(made.notices).includes('rounded_by_the_whole_hour')).toBe(fits);
  });

  test.each(['09:00', '11:00'])(
    'departure %s against a slot until 10:00 fits by exactly the hour',
    (time) => {
      const door = aDoor([aSlot('16:00', '10:00')]);
      const made = plan({ arrival: '2026-12-01T16:00', departure: `2026-12-05T${time}`, door });
      expect(reasons(made.notices)).toContain('rounded_by_the_whole_hour');
    },
  );

  test('00:30 may be served by a slot at 23:45 of the day before', () => {
    const door = aDoor([aSlot('23:45', '10:00')]);
    const made = plan({ arrival: '2026-12-02T00:30', departure: '2026-12-05T10:00', door });
    expect(made.coverage?.localStart).toBe('2026-12-01T23:45:00-08:00');
  });

  test('23:45 may be served by a slot at 00:30 of the day after', () => {
    const door = aDoor([aSlot('00:30', '10:00')]);
    const made = plan({ arrival: '2026-12-01T23:45', departure: '2026-12-05T10:00', door });
    expect(made.coverage?.localStart).toBe('2026-12-02T00:30:00-08:00');
  });

  test('a slot that would close before it opens is not chosen', () => {
    const door = aDoor([aSlot('11:00', '10:30')]);
    const made = plan({ arrival: '2026-12-01T10:40', departure: '2026-12-01T10:50', door });
    expect(reasons(made.problems)).toEqual(['times_do_not_match_slots']);
  });

  test('a night that only rounding adds does not take a stay over the limit', () => {
    const door = aDoor([aSlot('23:45', '10:00')]);
    const made = plan({ arrival: '2026-12-02T00:15', departure: '2027-01-02T10:00', door });
    expect(reasons(made.problems)).toEqual(['times_do_not_match_slots']);
    expect(made.problems[0]?.message).toContain(
      'would give access for 32 nights where at most 31 are possible',
    );
  });

  test('a slot of a repeated hour opens at its first occurrence', () => {
    const door = aDoor([aSlot('01:30', '10:00')]);
    const made = plan({ arrival: '2026-11-01T01:00', departure: '2026-11-03T10:00', door });
    expect(made.coverage?.startsAt).toBe('2026-11-01T08:30:00.000Z');
    expect(made.notices.filter(({ reason }) => reason === 'wall_clock_repeated')).toHaveLength(2);
  });
});

describe('the better of several slots', () => {
  const chosen = (slots: ReturnType<typeof aSlot>[]) =>
    plan({ arrival: '2026-12-01T15:30', departure: '2026-12-05T10:30', door: aDoor(slots) }).slot?.name;

  test('exact times win', () => {
    expect(chosen([aSlot('15:00', '11:00'), aSlot('15:30', '10:30')])).toBe('15:30-10:30');
  });

  test('covering the guest wins over less rounding', () => {
    expect(chosen([aSlot('15:35', '10:30'), aSlot('14:30', '11:30')])).toBe('14:30-11:30');
  });

  test('then less rounding wins', () => {
    expect(chosen([aSlot('14:45', '11:00'), aSlot('15:00', '11:00')])).toBe('15:00-11:00');
  });

  test('ties go to the lower user level id, one without id last, then to the name', () => {
    const named = (name: string, userLevelId: string | null) =>
      aSlot('15:30', '10:30', { name, userLevelId });
    expect(chosen([named('none', null), named('b', 'b'), named('a', 'a')])).toBe('a');
    expect(chosen([named('y', null), named('x', null)])).toBe('x');
  });
});

describe('rounding by the day', () => {
  const noonToNoon = aSlot('12:00', '12:00', { is24Hour: true });
  const stay = { arrival: '2026-12-02T09:00', departure: '2026-12-05T15:00' };

  test('is for policies that allow it, and covers the stay', () => {
    const made = plan({ ...stay, door: aDoor([noonToNoon]), policy: { allowDayRounding: true } });
    expect(made.slot?.maxTimeRounding).toBe('1day');
    expect(made.coverage).toMatchObject({
      localStart: '2026-12-01T12:00:00-08:00',
      localEnd: '2026-12-06T12:00:00-08:00',
    });
    expect(reasons(made.notices)).toEqual(['rounded_to_the_day']);
  });

  test('is refused by default, and the refusal says what it would give', () => {
    const made = plan({ ...stay, door: aDoor([noonToNoon]) });
    expect(made.problems[0]?.message).toContain(
      'Rounding by the day would allow "12:00-12:00" from 2026-12-01 12:00 to 2026-12-06 12:00',
    );
  });

  test.each([
    ['an hourly slot', aSlot('12:00', '12:00')],
    ['different times at both ends', aSlot('12:00', '13:00', { is24Hour: true })],
  ])('is not for %s', (_, slot) => {
    expect(plan({ ...stay, door: aDoor([slot]), policy: { allowDayRounding: true } }).slot).toBeNull();
  });

  test('comes only after every slot within the hour', () => {
    const door = aDoor([noonToNoon, aSlot('09:55', '14:05')]);
    const made = plan({ ...stay, door, policy: { allowDayRounding: true } });
    expect(made.slot).toMatchObject({ name: '09:55-14:05', maxTimeRounding: '1hour' });
  });

  test('a day-bound slot within the hour needs no rounding by the day', () => {
    const door = aDoor([noonToNoon]);
    const made = plan({ arrival: '2026-12-02T11:30', departure: '2026-12-05T12:30', door });
    expect(made.slot?.maxTimeRounding).toBe('1hour');
  });
});

describe('zones of slots', () => {
  const stay = { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' };

  test("a slot's own zone holds, and staff hear where it disagrees with the door's", () => {
    const door = aDoor([aSlot('17:00[America/Denver]', '11:00[America/Denver]')]);
    const made = plan({ ...stay, door });
    expect(made.coverage).toMatchObject({
      startsAt: '2026-12-02T00:00:00.000Z',
      localStart: '2026-12-01T16:00:00-08:00',
    });
    expect(reasons(made.notices)).toEqual(['time_zone_mismatch']);
  });

  test('another name for the same clocks is no disagreement', () => {
    const door = aDoor([aSlot('16:00[US/Pacific]', '10:00[US/Pacific]')]);
    expect(plan({ ...stay, door }).notices).toEqual([]);
  });

  test('an offset that is wrong on this day changes nothing', () => {
    const door = aDoor([aSlot('16:00:00-08:00[America/Los_Angeles]', '10:00:00-08:00[America/Los_Angeles]')]);
    const made = plan({ arrival: '2026-07-01T16:00', departure: '2026-07-05T10:00', door });
    expect(made.coverage?.startsAt).toBe('2026-07-01T23:00:00.000Z');
  });
});
