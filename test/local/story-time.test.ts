import { expect, test } from 'vitest';
import { daysToMove, parseInstant, parseStoryTime } from '../../src/local/story-time.ts';

const noon = Date.parse('2026-06-01T12:00:00Z');
const asIso = (instant: number | null) => instant && new Date(instant).toISOString();

test.each([
  ['+0 minutes', '2026-06-01T12:00:00.000Z'],
  ['+2 days 3 hours', '2026-06-03T15:00:00.000Z'],
  ['+1 week 1 day 1 hour 30 minutes', '2026-06-09T13:30:00.000Z'],
  ['2026-06-03T12:00:00Z', '2026-06-03T12:00:00.000Z'],
  ['2026-06-03T12:00+02:00', '2026-06-03T10:00:00.000Z'],
])('%s after noon on 1 June is %s', (text, instant) => {
  expect(asIso(parseStoryTime(text, noon))).toBe(instant);
});

test.each([
  '',
  '+',
  '+2',
  '+days',
  '+2 fortnights',
  '+1.5 days',
  '+-1 day',
  '2 days',
  '2026-06-03T12:00',
  '2026-13-03T12:00Z',
  'noon',
])('"%s" is no time', (text) => {
  expect(parseStoryTime(text, noon)).toBeNull();
});

test('a story of the past moves by the fewest whole days that bring its start to now or later', () => {
  const written = parseInstant('2026-06-01T09:00:00Z') ?? 0;
  expect(daysToMove(written, Date.parse('2026-06-11T09:00:00Z'))).toBe(10);
  expect(daysToMove(written, Date.parse('2026-06-11T09:00:01Z'))).toBe(11);
});

test('a story that lies ahead stays where it is', () => {
  expect(daysToMove(noon, noon - 1)).toBe(0);
});
