import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysOf } from '../../src/desk/timeline/days.ts';
import { drawTimeline } from '../../src/desk/timeline/draw-timeline.ts';
import { tellTimeline } from '../../src/desk/timeline/tell-timeline.ts';
import {
  layOutTimeline,
  type Place,
  type Timeline,
  type TimelineCode,
  type TimelineStay,
} from '../../src/desk/timeline/timeline.ts';
import { speechOf } from '../../src/desk/words/speech.ts';
import { zoneOf } from '../domain/builders.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.parse('2026-10-20T00:00:00Z');
const iso = (ms: number) => new Date(ms).toISOString();
const timeZone = 'Europe/London';

const stay = (id: string, from: number, to: number, guestName: string | null = null): TimelineStay => ({
  workflowId: `w-${id}`,
  reservationId: id,
  guestName,
  arrivalAt: iso(start + from * DAY),
  departureAt: iso(start + to * DAY),
});
const code = (id: string, from: number, to: number, cause: string | null = null): TimelineCode => ({
  workflowId: `w-${id}`,
  reservationId: id,
  accessCodeId: `code-${id}-${from}`,
  startsAt: iso(start + from * DAY),
  endsAt: iso(start + to * DAY),
  cause,
});
const layOut = (
  stays: TimelineStay[],
  codes: TimelineCode[],
  parts: { to?: number; doorName?: string } = {},
) =>
  layOutTimeline({
    doorName: parts.doorName ?? 'Front',
    from: iso(start),
    to: iso(start + (parts.to ?? 10) * DAY),
    timeZone,
    speech: speechOf('en', 'en-GB'),
    nowMs: start + 1.5 * DAY,
    stays,
    codes,
  });

describe('days', () => {
  test('are those of the zone, named in the language of the property', () => {
    const { days } = layOut([], [], { to: 2 });
    // London's clocks are an hour ahead of UTC: the range begins at 01:00 and ends at 01:00.
    expect(days).toEqual(['Tue 20 Oct', 'Wed 21 Oct', 'Thu 22 Oct']);
  });

  test.each([
    ['the clocks go back', '2026-10-24T12:00:00Z', 25],
    ['the clocks go forward', '2026-03-28T12:00:00Z', 23],
  ])('a day in which %s is as wide as any other', (_when, from, hours) => {
    const { bounds, placeOf } = daysOf(Date.parse(from), Date.parse(from) + 2 * DAY, zoneOf(timeZone));
    const [, sunday = 0, monday = 0] = bounds;
    expect((monday - sunday) / HOUR).toBe(hours);
    expect([placeOf(sunday), placeOf((sunday + monday) / 2), placeOf(monday)]).toEqual([1, 1.5, 2]);
  });

  test('now is drawn where it is, and not where it can’t be seen', () => {
    expect(layOut([], []).now).toBeCloseTo(1.5 + 1 / 24);
    expect(layOutTimeline({ ...layOutParts, nowMs: start - 9 * DAY }).now).toBeNull();
  });
});

const layOutParts = {
  doorName: 'Front',
  from: iso(start),
  to: iso(start + DAY),
  timeZone: null,
  speech: speechOf('en', 'en-GB'),
  nowMs: start,
  stays: [],
  codes: [],
};

describe('bars', () => {
  const drawn = layOut(
    [stay('A', 1, 3, 'Ada Rivers'), stay('B', 2.5, 5)],
    [code('A', 1, 3), code('C', 0, 4, 'cancelled')],
  );

  test('two codes at once are an overlap, and so is a code in the stay of a guest who has none yet', () => {
    const told = drawn.overlaps.map(({ kind, reservationIds }) => [kind, ...reservationIds]);
    expect(told).toEqual([
      ['codes', 'A', 'C'],
      ['code_and_stay', 'A', 'B'],
      ['code_and_stay', 'C', 'B'],
    ]);
    const [first] = drawn.overlaps;
    expect([first?.from, first?.to]).toEqual([start + DAY, start + 3 * DAY]);
  });

  test('back to back is no overlap, nor are two codes of one reservation', () => {
    expect(layOut([], [code('A', 1, 2), code('B', 2, 3), code('A', 1, 3, 'reissued')]).overlaps).toHaveLength(
      1,
    );
    expect(layOut([], [code('A', 1, 2), code('B', 2, 3)]).overlaps).toEqual([]);
  });

  test('what only touches or misses the range is not drawn, what leaves it is cut', () => {
    const { codes } = layOut([], [code('A', -5, -1), code('B', -5, 1), code('C', 9, 40), code('D', 30, 31)]);
    expect(codes.map(({ reservationId }) => reservationId)).toEqual(['B', 'C']);
    expect(codes[0]?.x).toBe(0);
    expect((codes[1]?.x ?? 0) + (codes[1]?.width ?? 0)).toBe(10);
  });

  test('a code without an end reaches as far as one can see', () => {
    const endless = { ...code('A', 2, 3), endsAt: null };
    const timeline = layOut([], [endless]);
    expect((timeline.codes[0]?.x ?? 0) + (timeline.codes[0]?.width ?? 0)).toBe(timeline.days.length);
    expect(tellTimeline(timeline)[0]).toContain('from Thu 22 Oct, 01:00 without an end.');
  });
});

const spans = fc.record({
  id: fc.constantFrom('A', 'B', 'C', 'D'),
  from: fc.integer({ min: -40, max: 96 }).map((eighths) => eighths / 8),
  length: fc.integer({ min: 1, max: 72 }).map((eighths) => eighths / 8),
  cause: fc.constantFrom(null, 'cancelled', 'outlives_stay'),
});
const timelines = fc
  .record({ stays: fc.array(spans, { maxLength: 8 }), codes: fc.array(spans, { maxLength: 12 }) })
  .map(({ stays, codes }) => ({
    stays: stays.map(({ id, from, length }) => stay(id, from, from + length)),
    codes: codes.map(({ id, from, length, cause }) => code(id, from, from + length, cause)),
  }));

describe('whatever there is', () => {
  const barsOf = ({ stays, codes, overlaps }: Timeline): Place[][] => [stays, codes, overlaps];

  test('no bar is outside, and none covers another of its lane', () => {
    fc.assert(
      fc.property(timelines, ({ stays, codes }) => {
        const timeline = layOut(stays, codes);
        for (const bars of barsOf(timeline)) {
          for (const { x, width } of bars) {
            expect(x).toBeGreaterThanOrEqual(0);
            expect(width).toBeGreaterThan(0);
            expect(x + width).toBeLessThanOrEqual(timeline.days.length + 1e-9);
          }
          for (const [index, a] of bars.entries()) {
            for (const b of bars.slice(index + 1)) {
              if (a.lane === b.lane)
                expect(Math.min(a.to, b.to)).toBeLessThanOrEqual(Math.max(a.from, b.from));
            }
          }
        }
      }),
    );
  });

  test('every two codes of different reservations that overlap are reported, and no others', () => {
    fc.assert(
      fc.property(timelines, ({ codes }) => {
        const timeline = layOut([], codes);
        const seen = timeline.overlaps.map(({ from, to, workflowIds }) =>
          [...[...workflowIds].sort(), from, to].join(),
        );
        const [first, last] = [start - HOUR, start + 10 * DAY];
        const expected = codes.flatMap((a, index) =>
          codes.slice(index + 1).flatMap((b) => {
            const from = Math.max(Date.parse(a.startsAt ?? ''), Date.parse(b.startsAt ?? ''));
            const to = Math.min(Date.parse(a.endsAt ?? ''), Date.parse(b.endsAt ?? ''));
            const isSeen = from < to && a.workflowId !== b.workflowId && from < last && to > first;
            return isSeen ? [[...[a.workflowId, b.workflowId].sort(), from, to].join()] : [];
          }),
        );
        expect(seen.sort()).toEqual(expected.sort());
      }),
    );
  });

  test('a name says its text and nothing more, in the picture as in a page', () => {
    const hostile = fc.string({
      unit: fc.constantFrom('<', '>', '"', "'", '&', 'script', '/', '\u0000', '\u202e', '\ud800', 'é', ' '),
    });
    fc.assert(
      fc.property(hostile, hostile, (name, doorName) => {
        const plain = layOut([stay('A', 1, 2, 'x')], [], { doorName: 'x' });
        const named = layOut([stay('A', 1, 2, name)], [], { doorName });
        const tags = (svg: string) => [...svg.matchAll(/<\/?[a-z]+/g)].map(([tag]) => tag);
        const svg = drawTimeline(named, 'door');
        expect(tags(svg)).toEqual(tags(drawTimeline(plain, 'door')));
        // eslint-disable-next-line no-control-regex
        expect(svg).not.toMatch(/[\u0000\u202e]|&(?!amp;|lt;|gt;|quot;|#39;)/);
        expect(svg.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('the picture', () => {
  const timeline = layOut(
    [stay('R-1', 1, 3, 'Ada Rivers')],
    [code('R-1', 1, 3), code('R-2', 2, 4, 'cancelled')],
  );
  const svg = drawTimeline(timeline, 'front');

  test('is an image with a title and a description, and has neither script nor colours of its own', () => {
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="front-title front-desc"/);
    expect(svg).toContain('<title id="front-title">Who can open Front</title>');
    expect(svg).toContain('stays 1, codes 2, overlaps 1.</desc>');
    expect(svg).not.toMatch(/style=|<script|on\w+=|#[0-9a-f]{3,6}\b|fill="(?!url)/);
  });

  test('marks what nobody wants by a pattern and in words, not by colour alone', () => {
    expect(svg).toMatch(/class="bar orphan".*fill="url\(#front-hatch\)".*Not wanted: R-2/);
    expect(svg).toMatch(/class="bar overlap".*R-1 \/ R-2/);
    expect(svg).toContain('class="now"');
  });

  test('is as wide as its days, so that a small screen scrolls and nothing shrinks', () => {
    expect(svg).toMatch(/width="920" height="(\d+)" viewBox="0 0 920 \1"/);
  });

  test('is told in sentences, overlaps first', () => {
    expect(tellTimeline(timeline)).toEqual([
      'Overlap: reservations R-1 and R-2 both have a code for this door from Thu 22 Oct, 01:00 to Fri 23 Oct, 01:00.',
      'Reservation R-1, Ada Rivers, stays from Wed 21 Oct, 01:00 to Fri 23 Oct, 01:00.',
      'Code code-R-1-1 of reservation R-1 opens the door from Wed 21 Oct, 01:00 to Fri 23 Oct, 01:00.',
      'Code code-R-2-2 of reservation R-2 opens the door from Thu 22 Oct, 01:00 to Sat 24 Oct, 01:00. Nobody wants it any more, and it can’t be deleted.',
    ]);
    expect(tellTimeline(layOut([], []))).toEqual([
      'Nobody is to stay behind this door, and no code opens it.',
    ]);
  });
});
