import { expect, test } from 'vitest';
import { readStory } from '../../src/local/story-file.ts';

const now = Date.parse('2026-06-11T08:00:00Z');
const key = { source: 'pms', propertyId: 'house', reservationId: 'R-1' };
const stay = { arrival: '2026-06-20T16:00', departure: '2026-06-23T10:00' };
const booking = { ...key, ...stay, doors: ['door-1'], guest: { name: 'Ada Rivers' } };

const read = (steps: unknown, starts: unknown = '2026-06-01T09:00:00Z') =>
  readStory(JSON.stringify({ starts, steps }), 'story.json', now);
const step = (fields: object) => ({ at: '+1 hour', ...fields });

test('a story written ten days ago is moved to today with all its stays and instants; times of day stay', () => {
  const story = read([
    { at: '+1 hour', do: 'reservation', reservation: booking },
    { at: '2026-06-02T09:00:00Z', do: 'cancel', ...key, revision: 2 },
  ]);
  expect(story.movedDays).toBe(10);
  expect(story.steps.map(({ at }) => new Date(at).toISOString())).toEqual([
    '2026-06-11T10:00:00.000Z',
    '2026-06-12T09:00:00.000Z',
  ]);
  expect(story.steps[0]?.action).toMatchObject({
    do: 'reservation',
    reservation: {
      stay: { arrival: '2026-06-30T16:00', departure: '2026-07-03T10:00' },
      doorIds: ['door-1'],
    },
  });
});

test.each([
  [[step({ do: 'dance' })], /^story\.json, step 1: do is "dance": expected one of reservation, cancel,/],
  [[{ do: 'end' }], /step 1: at is missing: expected a time after the start such as/],
  [
    [step({ do: 'end' }), { at: '+59 minutes', do: 'end' }],
    /step 2: at is "\+59 minutes": expected no time before 2026-06-01T10/,
  ],
  [[step({ do: 'cancel', ...key, revision: '2' })], /step 1: revision is "2": expected a whole number/],
  [
    [step({ do: 'lever', name: 'pull', ...key })],
    /step 1: name is "pull": expected one of retry, reissue, acknowledge/,
  ],
  [[step({ do: 'lever', name: 'reissue', ...key })], /step 1: door is missing: expected a text/],
  [
    [step({ do: 'lever', name: 'retry', ...key, dor: 'x' })],
    /step 1: dor: expected no field of that name here/,
  ],
  [[step({ do: 'door', device: {} })], /step 1: device\.device_id is missing: expected a text/],
  [[step({ do: 'fault', fault: 'outage' })], /step 1: fault is "outage": expected an object/],
  [
    [step({ do: 'reservation', reservation: { ...booking, arrival: 'noon' } })],
    /step 1, reservation: arrival is "noon": expected a lock-local time/,
  ],
  [['end'], /step 1: the step is "end": expected an object/],
  [[], /story\.json: steps is \[\]: expected an array of at least one step/],
])('%j is refused with step, field, value and what was expected', (steps, said) => {
  expect(() => read(steps)).toThrow(said);
});

test('a story without a start, and text that is no JSON, are refused', () => {
  expect(() => read([step({ do: 'end' })], '1 June')).toThrow(/starts is "1 June": expected an instant/);
  expect(() => readStory('{', 'story.json', now)).toThrow(/^story\.json is not JSON/);
});

test('all bad steps are named at once, and no guest with them', () => {
  const told = () =>
    read([
      step({ do: 'reservation', reservation: booking, guest: { name: 'Ada Rivers' } }),
      step({ do: 'reservation', reservation: { ...booking, guest: { email: 'not-for-logs' } } }),
    ]);
  expect(told).toThrow(/step 1: guest: expected no field.*\n.*step 2, reservation: guest\.email/);
  expect(told).not.toThrow(/Rivers|not-for-logs/);
});
