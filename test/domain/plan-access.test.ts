import fc from 'fast-check';
import { Settings } from 'luxon';
import { afterEach, describe, expect, test } from 'vitest';
import { doorNotFound, refusedPlan } from '../../src/domain/plan-access.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { localDateTime, planOf, timeOfDay, wanted, wantedAtClockChange } from './arbitraries.ts';
import { aDoor, aSlot, LA, plan, reasons } from './builders.ts';

const slots = [aSlot('16:00', '10:00'), aSlot('12:00', '12:00', { is24Hour: true })];
const door = aDoor(slots);
const stay = { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' };
const reversed = { arrival: '2026-12-05T16:00', departure: '2026-12-01T10:00' };

describe('a plan', () => {
  test("tells the slot, the guest's own instants and when the code may be made", () => {
    const policy = { issueWindowMs: 3_600_000 };
    const made = plan({ arrival: '2026-12-01T15:45', departure: '2026-12-05T10:15', door, policy });
    expect(made).toMatchObject({
      problems: [],
      arrivalAt: '2026-12-01T23:45:00.000Z',
      departureAt: '2026-12-05T18:15:00.000Z',
      // An hour before the code opens, not before the guest comes.
      issueAt: '2026-12-01T23:00:00.000Z',
      slot: { userLevelId: 'level 16:00-10:00', name: '16:00-10:00', maxTimeRounding: '1hour' },
    });
  });

  test.each([
    [LA, '2026-12-01T16:00:00-08:00'],
    ['America/St_Johns', '2026-12-01T16:00:00-03:30'],
    ['Europe/London', '2026-12-01T16:00:00+00:00'],
    ['Asia/Kathmandu', '2026-12-01T16:00:00+05:45'],
    ['Pacific/Chatham', '2026-12-01T16:00:00+13:45'],
  ])('in %s tells the lock’s own time with its offset, %s', (timeZone, localStart) => {
    const { coverage } = plan({ ...stay, door: aDoor(slots, { timeZone }) });
    expect(coverage).toMatchObject({ localStart, timeZone });
    expect(coverage?.startsAt).toBe(new Date(localStart).toISOString());
  });

  test('lets the code be made a week ahead, for at most 31 nights, without rounding by the day, unless told otherwise', () => {
    expect(defaultPolicy).toEqual({
      issueWindowMs: 7 * 24 * 3_600_000,
      longestStayNights: 31,
      allowDayRounding: false,
    });
    expect(plan({ ...stay, door }).issueAt).toBe('2026-11-25T00:00:00.000Z');
  });

  test('is made for a stay that is under way', () => {
    expect(plan({ ...stay, door, now: '2026-12-03T00:00:00Z' }).slot).not.toBeNull();
  });

  test('that is refused has neither slot nor coverage nor issue time, and still the guest’s instants', () => {
    expect(plan({ ...stay, door: aDoor([]) })).toMatchObject({
      slot: null,
      coverage: null,
      issueAt: null,
      arrivalAt: '2026-12-02T00:00:00.000Z',
      departureAt: '2026-12-05T18:00:00.000Z',
    });
  });

  test('that is refused keeps its notices', () => {
    const made = plan({ ...stay, door: aDoor([aSlot('25:00', '10:00')]) });
    expect(reasons(made.notices)).toEqual(['time_slot_unreadable']);
  });

  test('for a door that Seam does not know is refused by its id', () => {
    const made = doorNotFound('door-9');
    expect(made).toEqual(refusedPlan(made.problems));
    expect(reasons(made.problems)).toEqual(['device_not_found']);
    expect(made.problems[0]?.message).toContain('"door-9"');
  });
});

describe('a door', () => {
  test.each([
    [{ isOracode: false }, ['not_an_oracode_door']],
    [{ canProgramOfflineAccessCodes: false }, ['offline_access_codes_not_supported']],
    [{ timeZone: null }, ['time_zone_unknown']],
    [{ timeZone: '' }, ['time_zone_unknown']],
    [{ timeZone: 'Mars/Olympus' }, ['time_zone_unknown']],
    [{ timeZone: '-08:00' }, ['time_zone_unknown']],
  ])('with %j is refused: %j', (parts, problems) => {
    const made = plan({ ...stay, door: aDoor(slots, parts) });
    expect(reasons(made.problems)).toEqual(problems);
    expect([made.slot, made.coverage, made.issueAt]).toEqual([null, null, null]);
  });

  test.each([
    [null, 'no time zone'],
    ['Mars/Olympus', 'the unknown time zone "Mars/Olympus"'],
  ])('in the zone %j is refused with what Seam says and what was expected', (timeZone, said) => {
    const [problem] = plan({ ...stay, door: aDoor(slots, { timeZone }) }).problems;
    expect(problem?.message).toContain(`${said} for door "Front door"; expected an IANA zone`);
  });

  test.each([LA, null])(
    'of another make, in the zone %s, is not blamed for what it cannot have',
    (timeZone) => {
      const made = plan({ ...stay, door: aDoor([], { isOracode: false, timeZone }) });
      expect(reasons(made.problems)).toEqual(['not_an_oracode_door']);
    },
  );
});

describe('all problems are told at once', () => {
  test.each([
    [
      'of door and stay',
      { ...reversed, door: aDoor([], { isOracode: false, canProgramOfflineAccessCodes: false }) },
      ['not_an_oracode_door', 'offline_access_codes_not_supported', 'departure_not_after_arrival'],
    ],
    [
      'of zone and stay',
      { ...reversed, door: aDoor(slots, { timeZone: null }) },
      ['time_zone_unknown', 'departure_not_after_arrival'],
    ],
    [
      'of length and slots',
      { arrival: '2026-12-01T21:00', departure: '2027-02-01T10:00', door },
      ['duration_exceeds_max', 'times_do_not_match_slots'],
    ],
    [
      'of the clock, length and slots',
      { arrival: '2026-12-01T21:00', departure: '2027-02-01T10:00', door, now: '2028-01-01T00:00:00Z' },
      ['stay_already_over', 'duration_exceeds_max', 'times_do_not_match_slots'],
    ],
    [
      'of a door that can’t, and slots that don’t fit',
      { ...stay, door: aDoor([], { canProgramOfflineAccessCodes: false }) },
      ['offline_access_codes_not_supported', 'times_do_not_match_slots'],
    ],
    ['of both ends', { arrival: 'soon', departure: null, door }, ['invalid_input', 'ongoing_not_supported']],
  ])('%s', (_, request, problems) => {
    expect(reasons(plan(request).problems)).toEqual(problems);
  });
});

describe('for any stay and door', () => {
  const anyWanted = fc.oneof(wanted, wantedAtClockChange);
  const HOUR = 3_600_000;

  test('a chosen slot is within its rounding, and covers the stay when rounded by the day', () => {
    fc.assert(
      fc.property(anyWanted, (any) => {
        const { slot, coverage, arrivalAt, departureAt } = planOf(any);
        if (!slot || !coverage) return;
        const opening = Date.parse(coverage.startsAt) - Date.parse(arrivalAt ?? '');
        const closing = Date.parse(coverage.endsAt) - Date.parse(departureAt ?? '');
        const isByDay = slot.maxTimeRounding === '1day';
        // The longest day has 25 hours.
        const limit = isByDay ? 25 * HOUR - 1 : HOUR;
        expect(Math.max(Math.abs(opening), Math.abs(closing))).toBeLessThanOrEqual(limit);
        expect(coverage.startsAt < coverage.endsAt).toBe(true);
        if (isByDay) expect([any.allowDayRounding, opening <= 0 && closing >= 0]).toEqual([true, true]);
      }),
      { numRuns: 2000 },
    );
  });

  test('a plan is either its problems or a slot with its coverage, never both and never neither', () => {
    fc.assert(
      fc.property(anyWanted, (any) => {
        const { problems, slot, coverage, issueAt } = planOf(any);
        const isRefused = problems.length > 0;
        expect([slot, coverage, issueAt].map((part) => part === null)).toEqual(Array(3).fill(isRefused));
      }),
      { numRuns: 1000 },
    );
  });

  test('the guest at the very times of a slot gets that slot’s times', () => {
    fc.assert(
      fc.property(wanted, timeOfDay, timeOfDay, (any, checkIn, checkOut) => {
        const made = planOf({
          ...any,
          arrival: `2026-07-01T${checkIn}`,
          departure: `2026-07-05T${checkOut}`,
          slots: [...any.slots, aSlot(checkIn, checkOut)],
        });
        expect([made.coverage?.startsAt, made.coverage?.endsAt]).toEqual([made.arrivalAt, made.departureAt]);
      }),
    );
  });

  test('the order of the slots makes no difference', () => {
    const inTwoOrders = anyWanted.chain((any) =>
      fc.tuple(fc.constant(any), fc.shuffledSubarray(any.slots, { minLength: any.slots.length })),
    );
    fc.assert(
      fc.property(inTwoOrders, ([any, otherOrder]) => {
        const { slot, coverage, problems } = planOf(any);
        const other = planOf({ ...any, slots: otherOrder });
        expect([other.slot, other.coverage, reasons(other.problems)]).toEqual([
          slot,
          coverage,
          reasons(problems),
        ]);
      }),
      { numRuns: 1000 },
    );
  });

  const realNow = Settings.now;
  afterEach(() => {
    Settings.now = realNow;
    Settings.resetCaches();
  });

  // Luxon guesses a repeated hour from the offset in force now, and keeps the guess: without the reset, and without
  // stays on the very days the clocks change, this could not fail.
  test('the same stay gives the same plan whenever it is worked out', () => {
    const workedOutAt = (instant: Date, any: Parameters<typeof planOf>[0]) => {
      Settings.now = () => instant.getTime();
      Settings.resetCaches();
      return planOf(any);
    };
    const anyInstant = fc.date({
      min: new Date('2020-01-01T00:00Z'),
      max: new Date('2035-01-01T00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(anyWanted, anyInstant, anyInstant, (any, one, other) => {
        expect(workedOutAt(other, any)).toEqual(workedOutAt(one, any));
      }),
      { numRuns: 500 },
    );
  });

  test('no text whatever makes planning throw', () => {
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), timeOfDay, localDateTime);
    // Also at the ends of the calendar, where a day's move leaves the four digits of the year.
    const anyEnd = fc.oneof(anyText, fc.constantFrom('0000-01-01T00:30', '9999-12-31T23:30'));
    fc.assert(
      fc.property(anyEnd, fc.option(anyEnd), fc.option(anyText), fc.option(anyText), (...texts) => {
        const [arrival, departure, time, timeZone] = texts;
        const made = plan({ arrival, departure, door: aDoor([aSlot(time, time)], { timeZone }) });
        expect(made.slot === null).toBe(made.problems.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
