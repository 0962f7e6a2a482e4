import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { checkStay } from '../../src/domain/stay.ts';
import { LA, reasons, zoneOf } from './builders.ts';

interface Given {
  arrival?: string;
  departure?: string | null;
  zone?: string | null;
  longestStayNights?: number;
  /** UTC. */
  now?: string;
}

const check = ({
  arrival = '2026-12-01T16:00',
  departure = '2026-12-05T10:00',
  zone = LA,
  longestStayNights = defaultPolicy.longestStayNights,
  now = '2000-01-01T00:00:00Z',
}: Given) =>
  checkStay(
    { arrival, departure },
    zone === null ? null : zoneOf(zone),
    { ...defaultPolicy, longestStayNights },
    Date.parse(now),
  );
const problemsOf = (given: Given) => reasons(check(given).problems);
const noticesOf = (given: Given) => reasons(check(given).notices);

describe('the length of a stay', () => {
  // In a month without a change of the clocks, and over one that adds an hour, and over one that takes one away.
  test.each(['2026-12-01', '2026-10-15', '2026-02-20'])('from %s is counted in nights', (first) => {
    const after = (nights: number, time: string) => {
      const day = new Date(Date.parse(first) + nights * 86_400_000).toISOString().slice(0, 10);
      const { problems, notices, times } = check({ arrival: `${first}T16:00`, departure: `${day}T${time}` });
      return [times?.nights, ...reasons(problems), ...reasons(notices)];
    };
    for (const time of ['00:00', '10:00', '23:59']) {
      expect(after(30, time)).toEqual([30]);
      expect(after(31, time)).toEqual([31, 'stay_at_the_limit']);
      expect(after(32, time)).toEqual([32, 'duration_exceeds_max']);
    }
  });

  test('that is too long is refused with the nights, the limit and the last possible departure', () => {
    const { problems } = check({ arrival: '2026-12-01T16:00', departure: '2027-01-02T10:00' });
    expect(problems[0]?.message).toMatch(/32 nights, at most 31 .* 2027-01-01/);
  });

  test('may be limited further by a property, whose own limit is no cause for doubt', () => {
    const week = { arrival: '2026-12-01T16:00', longestStayNights: 7 };
    expect(noticesOf({ ...week, departure: '2026-12-08T10:00' })).toEqual([]);
    expect(problemsOf({ ...week, departure: '2026-12-08T10:00' })).toEqual([]);
    expect(problemsOf({ ...week, departure: '2026-12-09T10:00' })).toEqual(['duration_exceeds_max']);
  });

  test('is no night for day use, and one however short the night', () => {
    expect(check({ departure: '2026-12-01T23:59' }).times?.nights).toBe(0);
    expect(check({ arrival: '2026-12-01T23:59', departure: '2026-12-02T00:00' }).times?.nights).toBe(1);
  });
});

describe('a stay is refused', () => {
  test.each<[string, string | null, string[]]>([
    ['2026-12-01T16:00', null, ['ongoing_not_supported']],
    ['tomorrow', '2026-12-05', ['invalid_input', 'invalid_input']],
    ['tomorrow', null, ['invalid_input', 'ongoing_not_supported']],
    ['tomorrow', '1999-12-05T10:00', ['invalid_input', 'stay_already_over']],
    ['2026-12-05T16:00', '2026-12-01T10:00', ['departure_not_after_arrival']],
    ['2026-12-05T16:00', '2026-12-05T16:00', ['departure_not_after_arrival']],
    ['1999-12-01T16:00', '1999-12-05T10:00', ['stay_already_over']],
    ['1999-12-01T16:00', '2000-01-01T00:00', []],
    ['1999-12-05T16:00', '1999-12-01T10:00', ['stay_already_over', 'departure_not_after_arrival']],
    ['1999-01-01T16:00', '1999-12-01T10:00', ['stay_already_over', 'duration_exceeds_max']],
  ])('from %s to %s: %j', (arrival, departure, problems) => {
    expect(problemsOf({ arrival, departure })).toEqual(problems);
  });

  test('at its very departure, and not a millisecond before', () => {
    expect(problemsOf({ now: '2026-12-05T17:59:59.999Z' })).toEqual([]);
    expect(problemsOf({ now: '2026-12-05T18:00:00.000Z' })).toEqual(['stay_already_over']);
  });

  test('with the text quoted, what is wrong with it and what was expected', () => {
    const { problems } = check({ arrival: '2026-12-01T16:00Z' });
    expect(problems[0]?.message).toMatch(
      /^Arrival "2026-12-01T16:00Z" can't be read: it has an offset; expected .*2026-12-01T16:00/,
    );
  });

  test('with no more of a long text than can be read at a glance', () => {
    expect(check({ departure: 'x'.repeat(10_000) }).problems[0]?.message.length).toBeLessThan(200);
  });
});

describe('without a zone', () => {
  const zone = null;

  test('a stay is still held against what its wall clock alone decides', () => {
    expect(problemsOf({ zone, departure: '2026-11-30T10:00' })).toEqual(['departure_not_after_arrival']);
    expect(problemsOf({ zone, departure: '2027-01-02T10:00' })).toEqual(['duration_exceeds_max']);
    expect(problemsOf({ zone, departure: null })).toEqual(['ongoing_not_supported']);
  });

  test('a stay has no instants', () => {
    expect(check({ zone })).toMatchObject({ problems: [], arrival: null, departure: null, times: null });
  });

  // Last of all, 10:00 comes at UTC-12.
  test('a stay is over once it is over everywhere', () => {
    expect(problemsOf({ zone, now: '2026-12-05T21:59:00Z' })).toEqual([]);
    expect(problemsOf({ zone, now: '2026-12-05T22:00:00Z' })).toEqual(['stay_already_over']);
  });
});

describe('a change of the clocks', () => {
  test.each([
    ['arrival', '2026-11-01T01:30', 'wall_clock_repeated', 'the first is taken, 2026-11-01T01:30:00-07:00'],
    [
      'departure',
      '2026-11-01T01:30',
      'wall_clock_repeated',
      'the second is taken, 2026-11-01T01:30:00-08:00',
    ],
    ['arrival', '2026-03-08T02:30', 'wall_clock_skipped', '2026-03-08T03:30:00-07:00 is taken'],
    ['departure', '2026-03-08T02:30', 'wall_clock_skipped', '2026-03-08T03:30:00-07:00 is taken'],
  ])('on the %s, %s, is told as %s, with what was taken', (side, text, reason, taken) => {
    const other = side === 'arrival' ? { departure: '2026-11-20T10:00' } : { arrival: '2026-02-20T16:00' };
    const { notices } = check({ [side]: text, ...other, longestStayNights: 400 });
    const notice = notices.find((one) => one.reason === reason);
    expect(notice?.message).toContain(LA);
    expect(notice?.message).toContain(taken);
  });

  // 01:30 comes at 08:30Z and again at 09:30Z.
  test('can make a stay of one hour out of one reading of the clock', () => {
    const twice = '2026-11-01T01:30';
    const { times, problems } = check({ arrival: twice, departure: twice });
    expect(problems).toEqual([]);
    expect(times && times.departure - times.arrival).toBe(3_600_000);
  });

  // 02:30 does not occur and is taken for 03:30.
  test('can put an arrival after the departure that the text has later', () => {
    expect(problemsOf({ arrival: '2026-03-08T02:30', departure: '2026-03-08T03:15' })).toEqual([
      'departure_not_after_arrival',
    ]);
  });
});
