import { describe, expect, test } from 'vitest';
import type { TimeSlot } from '../../src/domain/door.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { aDoor, aSlot, messageOf, plan, reasons } from './builders.ts';

/** A plan for a stay written `2026-12-01T16:00 > 2026-12-05T10:00`. */
const planFor = (stay: string, slots: TimeSlot[], policy: Partial<Policy> = {}) => {
  const [arrival = '', departure = ''] = stay.split(' > ');
  return plan({ arrival, departure, door: aDoor(slots), policy });
};
const localTimes = ({ coverage }: ReturnType<typeof plan>) =>
  coverage && `${coverage.localStart.slice(0, 16)} > ${coverage.localEnd.slice(0, 16)}`;

const fourToTen = aSlot('16:00', '10:00');
const noonToNoon = aSlot('12:00', '12:00', { is24Hour: true });
const byDay = { allowDayRounding: true };

describe("the guide's own examples", () => {
  test('a 07:00-19:00 level in Los Angeles gives the instants of the guide', () => {
    const level = aSlot('07:00:00[America/Los_Angeles]', '19:00:00[America/Los_Angeles]');
    const { coverage, problems, notices } = planFor('2024-09-10T07:00 > 2024-09-15T19:00', [level]);
    expect([problems, notices]).toEqual([[], []]);
    expect(coverage).toEqual({
      startsAt: '2024-09-10T14:00:00.000Z',
      endsAt: '2024-09-16T02:00:00.000Z',
      localStart: '2024-09-10T07:00:00-07:00',
      localEnd: '2024-09-15T19:00:00-07:00',
      timeZone: 'America/Los_Angeles',
    });
  });

  test('the daily-bound sample from 00:00 to 23:59 gives the instants of the guide', () => {
    const level = aSlot('00:00:00', '23:59:00', { is24Hour: true });
    const { coverage } = planFor('2024-09-16T00:00 > 2024-09-18T23:59', [level]);
    expect(coverage).toMatchObject({
      startsAt: '2024-09-16T07:00:00.000Z',
      endsAt: '2024-09-19T06:59:00.000Z',
    });
  });

  test('3:45 PM to 10:15 AM gets 4 PM to 10 AM, and staff hear that the guest is shut out at both ends', () => {
    const made = planFor('2026-12-01T15:45 > 2026-12-05T10:15', [fourToTen]);
    expect(localTimes(made)).toBe('2026-12-01T16:00 > 2026-12-05T10:00');
    expect(reasons(made.notices)).toEqual(['opens_after_arrival', 'closes_before_departure']);
    expect(messageOf(made.notices, 'opens_after_arrival')).toBe(
      'Time slot "16:00-10:00" opens at 2026-12-01 16:00, 15 minutes after the guest\'s arrival at 2026-12-01 15:45.',
    );
    expect(messageOf(made.notices, 'closes_before_departure')).toContain('15 minutes before');
  });

  test('2 PM against 4 PM is refused with the nearest slot and by how much it misses', () => {
    const slots = [aSlot('20:00', '10:00'), fourToTen];
    const { problems, slot, coverage, issueAt } = planFor('2026-12-01T14:00 > 2026-12-05T10:00', slots);
    expect([slot, coverage, issueAt]).toEqual([null, null, null]);
    expect(reasons(problems)).toEqual(['times_do_not_match_slots']);
    expect(problems[0]?.message).toContain('2026-12-01 14:00 to 2026-12-05 10:00 (America/Los_Angeles)');
    expect(problems[0]?.message).toContain(
      'Nearest is "16:00-10:00" from 2026-12-01 16:00 to 2026-12-05 10:00: it opens 120 minutes after arrival and closes exactly at departure.',
    );
  });

  test.each(['isMaster', 'isOneShot', 'isBiweekly'])(
    'a slot with %s is never chosen, however exact',
    (kind) => {
      const exact = aSlot('15:45', '10:15', { [kind]: true });
      const stay = '2026-12-01T15:45 > 2026-12-05T10:15';
      expect(planFor(stay, [exact, fourToTen]).slot?.name).toBe('16:00-10:00');
      expect(planFor(stay, [exact], byDay).slot).toBeNull();
    },
  );
});

describe('a door with no slot to choose from', () => {
  const stay = '2026-12-01T16:00 > 2026-12-05T10:00';

  test('is refused with the count of each kind', () => {
    const { problems } = planFor(stay, [
      aSlot('16:00', '10:00', { isMaster: true }),
      aSlot('16:00', '10:00', { isMaster: true }),
      aSlot('16:00', '10:00', { isOneShot: true }),
      aSlot('16:00', '10:00', { isBiweekly: true }),
      aSlot('16:00', null),
    ]);
    expect(problems[0]?.message).toMatch(/5 time slots none.*2 master.*1 one-shot.*1 biweekly.*1 unreadable/);
  });

  test('is refused as having none', () => {
    expect(planFor(stay, []).problems[0]?.message).toContain('the door has no time slots in Seam');
  });
});

describe('within the hour', () => {
  test.each([
    ['15:00', true, true],
    ['14:59:59', false, false],
    ['14:59', false, false],
    ['15:01', true, false],
    ['17:00', true, true],
    ['17:00:01', false, false],
    ['17:01', false, false],
  ])('an arrival at %s against a slot from 16:00 fits: %s, by the whole hour: %s', (time, fits, whole) => {
    const made = planFor(`2026-12-01T${time} > 2026-12-05T10:00`, [fourToTen]);
    expect(made.slot !== null).toBe(fits);
    expect(reasons(made.notices).includes('rounded_by_the_whole_hour')).toBe(whole);
  });

  test.each([
    ['09:00', true, true],
    ['08:59', false, false],
    ['11:00', true, true],
    ['11:01', false, false],
  ])('a departure at %s against a slot until 10:00 fits: %s, by the whole hour: %s', (time, fits, whole) => {
    const made = planFor(`2026-12-01T16:00 > 2026-12-05T${time}`, [fourToTen]);
    expect(made.slot !== null).toBe(fits);
    expect(reasons(made.notices).includes('rounded_by_the_whole_hour')).toBe(whole);
  });

  test('61 minutes are refused with the minutes by which the slot misses', () => {
    const { problems } = planFor('2026-12-01T14:59 > 2026-12-05T11:01', [fourToTen]);
    expect(problems[0]?.message).toContain(
      'opens 61 minutes after arrival and closes 61 minutes before departure',
    );
  });

  test('one end that fits does not make up for the other', () => {
    const slots = [aSlot('16:00', '13:00'), aSlot('12:00', '10:00')];
    expect(planFor('2026-12-01T16:00 > 2026-12-05T10:00', slots).slot).toBeNull();
  });

  test.each([
    ['2026-12-02T00:30 > 2026-12-05T10:00', '23:45', '10:00', '2026-12-01T23:45 > 2026-12-05T10:00'],
    ['2026-12-01T23:45 > 2026-12-05T10:00', '00:30', '10:00', '2026-12-02T00:30 > 2026-12-05T10:00'],
    ['2026-12-01T16:00 > 2026-12-05T00:15', '16:00', '23:59', '2026-12-01T16:00 > 2026-12-04T23:59'],
    ['2026-12-01T16:00 > 2026-12-05T23:30', '16:00', '00:00', '2026-12-01T16:00 > 2026-12-06T00:00'],
    ['2027-01-01T00:15 > 2027-01-02T00:15', '23:45', '23:45', '2026-12-31T23:45 > 2027-01-01T23:45'],
  ])('%s meets a slot from %s until %s across midnight: %s', (stay, checkIn, checkOut, times) => {
    expect(localTimes(planFor(stay, [aSlot(checkIn, checkOut)]))).toBe(times);
  });

  test.each([
    ['2026-12-01T08:00 > 2026-12-01T18:00', '08:00', '18:00'],
    ['2026-12-01T08:30 > 2026-12-01T17:30', '08:00', '18:00'],
  ])('day use, %s, gets a slot from %s until %s of the same day', (stay, checkIn, checkOut) => {
    const made = planFor(stay, [aSlot(checkIn, checkOut)]);
    expect(localTimes(made)).toBe(`2026-12-01T${checkIn} > 2026-12-01T${checkOut}`);
  });

  test('a slot that would close before it opens is not chosen', () => {
    const made = planFor('2026-12-01T10:40 > 2026-12-01T10:50', [aSlot('11:00', '10:30')]);
    expect(reasons(made.problems)).toEqual(['times_do_not_match_slots']);
  });
});

describe('a night that only rounding adds', () => {
  const late = aSlot('23:45', '10:00');

  test('does not take a stay over the limit', () => {
    const made = planFor('2026-12-02T00:15 > 2027-01-02T10:00', [late]);
    expect(reasons(made.problems)).toEqual(['times_do_not_match_slots']);
    expect(made.problems[0]?.message).toContain(
      'would give access for 32 nights where at most 31 are possible',
    );
  });

  test('makes the choice fall on another slot, even on one that does not cover the stay', () => {
    const made = planFor('2026-12-02T00:15 > 2027-01-02T10:00', [late, aSlot('00:45', '10:00')]);
    expect(made.slot?.name).toBe('00:45-10:00');
  });

  test('does not take day rounding over the limit either', () => {
    const made = planFor('2026-12-02T09:00 > 2027-01-02T12:00', [noonToNoon], byDay);
    expect(reasons(made.problems)).toEqual(['times_do_not_match_slots']);
  });

  test('is told when it takes the code up to the limit', () => {
    const made = planFor('2026-12-02T00:15 > 2027-01-01T10:00', [late]);
    expect(reasons(made.notices)).toEqual(['stay_at_the_limit']);
    expect(made.notices[0]?.message).toContain('"23:45-10:00" gives access for 31 nights');
  });

  test('is told once where the stay is at the limit by itself', () => {
    expect(reasons(planFor('2026-12-01T16:00 > 2027-01-01T10:00', [fourToTen]).notices)).toEqual([
      'stay_at_the_limit',
    ]);
  });
});

describe('the better of several slots', () => {
  const chosen = (...slots: TimeSlot[]) => planFor('2026-12-01T15:30 > 2026-12-05T10:30', slots).slot?.name;
  const named = (name: string, userLevelId: string | null) => aSlot('15:30', '10:30', { name, userLevelId });

  test.each([
    ['exact times before all else', aSlot('15:30', '10:30'), aSlot('15:00', '11:00')],
    ['covering the guest before less rounding', aSlot('14:30', '11:30'), aSlot('15:35', '10:30')],
    ['less rounding among those that cover', aSlot('15:00', '11:00'), aSlot('14:45', '11:00')],
    ['less rounding among those that do not', aSlot('15:45', '10:30'), aSlot('16:00', '10:45')],
    ['less rounding of both ends together', aSlot('15:10', '10:50'), aSlot('14:40', '10:30')],
    ['the lower user level id in a tie', named('z', 'a'), named('a', 'b')],
    ['a user level id before none', named('z', 'z'), named('a', null)],
    ['the lower name where ids are alike', named('x', null), named('y', null)],
  ])('is %s', (_, better, other) => {
    expect(chosen(better, other)).toBe(better.name);
    expect(chosen(other, better)).toBe(better.name);
  });
});

test('even slots that Seam gives the same id and name are told apart, by the earlier opening', () => {
  const alike = { userLevelId: null, name: 'Guest' };
  const slots = [aSlot('15:20', '10:50', alike), aSlot('15:10', '10:40', alike)];
  for (const order of [slots, slots.toReversed()]) {
    const made = planFor('2026-12-01T15:30 > 2026-12-05T10:30', order);
    expect(localTimes(made)).toBe('2026-12-01T15:10 > 2026-12-05T10:40');
  }
});

describe('rounding by the day', () => {
  const stay = '2026-12-02T09:00 > 2026-12-05T15:00';

  test('is for policies that allow it, covers the stay, and is told', () => {
    const made = planFor(stay, [noonToNoon], byDay);
    expect(made.slot?.maxTimeRounding).toBe('1day');
    expect(localTimes(made)).toBe('2026-12-01T12:00 > 2026-12-06T12:00');
    expect(reasons(made.notices)).toEqual(['rounded_to_the_day']);
    expect(made.notices[0]?.message).toContain('from 2026-12-01 12:00 to 2026-12-06 12:00 for a stay from');
  });

  test('is refused by default, and the refusal says what it would give', () => {
    expect(planFor(stay, [noonToNoon]).problems[0]?.message).toContain(
      'Rounding by the day would allow "12:00-12:00" from 2026-12-01 12:00 to 2026-12-06 12:00, but this property\'s policy does not.',
    );
  });

  test('is not offered where it would be too long', () => {
    const { problems } = planFor('2026-12-02T09:00 > 2027-01-02T12:00', [noonToNoon]);
    expect(problems[0]?.message).not.toContain('Rounding by the day');
  });

  test.each([
    ['2026-12-02T12:00 > 2026-12-05T15:00', '2026-12-02T12:00 > 2026-12-06T12:00'],
    ['2026-12-02T13:01 > 2026-12-05T10:59', '2026-12-02T12:00 > 2026-12-05T12:00'],
    ['2026-12-02T11:59 > 2026-12-05T12:01', '2026-12-02T12:00 > 2026-12-05T12:00'],
    ['2026-12-02T11:59 > 2026-12-05T14:00', '2026-12-01T12:00 > 2026-12-06T12:00'],
  ])('of %s gives %s', (wanted, times) => {
    expect(localTimes(planFor(wanted, [noonToNoon], byDay))).toBe(times);
  });

  // From noon to noon over these nights it is 25 and 23 hours.
  test.each([
    ['2026-11-01T11:30 > 2026-11-03T15:00', '2026-10-31T12:00 > 2026-11-04T12:00'],
    ['2026-10-28T09:00 > 2026-10-31T12:15', '2026-10-27T12:00 > 2026-11-01T12:00'],
    ['2026-03-08T11:30 > 2026-03-10T15:00', '2026-03-07T12:00 > 2026-03-11T12:00'],
  ])('of %s, where a day is longer or shorter, gives %s', (wanted, times) => {
    const slots = [noonToNoon];
    const made = planFor(wanted, slots, byDay);
    expect([reasons(made.problems), localTimes(made)]).toEqual([[], times]);
  });

  test.each([
    ['an hourly slot', aSlot('12:00', '12:00')],
    ['different times at both ends', aSlot('00:00', '23:59', { is24Hour: true })],
  ])('is not for %s', (_, slot) => {
    expect(planFor(stay, [slot], byDay).slot).toBeNull();
  });

  test('comes only after every slot within the hour, even one that does not cover the stay', () => {
    const made = planFor(stay, [noonToNoon, aSlot('09:55', '14:05')], byDay);
    expect(made.slot).toMatchObject({ name: '09:55-14:05', maxTimeRounding: '1hour' });
  });

  test('is not needed for a day-bound slot within the hour', () => {
    const made = planFor('2026-12-02T11:30 > 2026-12-05T12:30', [noonToNoon]);
    expect(made.slot?.maxTimeRounding).toBe('1hour');
  });
});

describe('zones of slots', () => {
  const stay = '2026-12-01T16:00 > 2026-12-05T10:00';

  test("a slot's own zone holds, and staff hear where it disagrees with the door's", () => {
    const made = planFor(stay, [aSlot('17:00[America/Denver]', '11:00[America/Denver]', { name: 'Guest' })]);
    expect(made.coverage?.startsAt).toBe('2026-12-02T00:00:00.000Z');
    expect(localTimes(made)).toBe(stay);
    expect(reasons(made.notices)).toEqual(['time_zone_mismatch']);
    expect(made.notices[0]?.message).toMatch(/door is in America\/Los_Angeles.*"Guest" in America\/Denver/);
  });

  test('another name for the same clocks is no disagreement', () => {
    expect(planFor(stay, [aSlot('16:00[US/Pacific]', '10:00[US/Pacific]')]).notices).toEqual([]);
  });

  // Phoenix keeps Denver's winter time all year: in summer its clocks read as those in Los Angeles.
  test('zones that disagree only in another season are no disagreement', () => {
    const slot = aSlot('16:00[America/Phoenix]', '10:00[America/Phoenix]');
    expect(planFor('2026-07-01T16:00 > 2026-07-05T10:00', [slot]).notices).toEqual([]);
    expect(reasons(planFor('2026-12-01T15:00 > 2026-12-05T09:00', [slot]).notices)).toEqual([
      'time_zone_mismatch',
    ]);
  });

  test('an offset that is wrong on this day changes nothing', () => {
    const slot = aSlot('16:00:00-08:00[America/Los_Angeles]', '10:00:00-08:00[America/Los_Angeles]');
    const made = planFor('2026-07-01T16:00 > 2026-07-05T10:00', [slot]);
    expect(made.coverage?.startsAt).toBe('2026-07-01T23:00:00.000Z');
  });
});

describe('a change of the clocks', () => {
  test.each([
    ['2026-10-30T16:00 > 2026-11-02T10:00', '2026-10-30T16:00:00-07:00', '2026-11-02T10:00:00-08:00'],
    ['2026-03-06T16:00 > 2026-03-09T10:00', '2026-03-06T16:00:00-08:00', '2026-03-09T10:00:00-07:00'],
  ])('during %s leaves each end its own offset', (stay, localStart, localEnd) => {
    expect(planFor(stay, [fourToTen]).coverage).toMatchObject({ localStart, localEnd });
  });

  test.each([
    ['2026-11-01T01:00 > 2026-11-03T10:00', aSlot('01:30', '10:00'), '2026-11-01T08:30:00.000Z', 'startsAt'],
    ['2026-10-29T16:00 > 2026-11-01T02:15', aSlot('16:00', '01:30'), '2026-11-01T09:30:00.000Z', 'endsAt'],
  ] as const)(
    'shows a slot’s own time twice: for %s it is the one that serves the guest longer',
    (stay, slot, instant, end) => {
      const made = planFor(stay, [slot]);
      expect(made.coverage?.[end]).toBe(instant);
      expect(messageOf(made.notices, 'wall_clock_repeated')).toBeDefined();
    },
  );

  test('is told once where guest and slot share the time', () => {
    const made = planFor('2026-11-01T01:30 > 2026-11-03T10:00', [aSlot('01:30', '10:00')]);
    expect(reasons(made.notices)).toEqual(['wall_clock_repeated']);
  });
});
