import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doorInSentences, type DoorStanding } from '../../src/desk/door-sentences.ts';
import { byUrgency, urgencyOf } from '../../src/desk/urgency.ts';
import { reservationInWords, type Listed } from '../../src/desk/words.ts';
import { speechOf } from '../../src/desk/words/speech.ts';
import type { Trouble } from '../../src/domain/list-memo.ts';
import { aDoor, aSlot, plan } from '../domain/builders.ts';

const DAY = 86_400_000;

const english = speechOf('en', 'en-GB');
const german = speechOf('de', 'de-DE');
const timeZone = 'America/Los_Angeles';
const aDoorWith = (parts: { opensAt?: string; trouble?: Trouble } = {}) => ({
  doorId: 'door-1',
  name: null,
  opensAt: null,
  closesAt: null,
  trouble: null,
  ...parts,
});
const listed = (parts: Partial<Listed> = {}): Listed => ({
  status: 'ready',
  attention: null,
  arrivalAt: '2026-12-11T00:00:00.000Z',
  timeZone,
  doors: [aDoorWith()],
  accessCodeIds: ['code-1'],
  ...parts,
});
const say = (parts: Partial<Listed>, speech = english) =>
  reservationInWords(listed(parts), { issueWindowMs: 7 * DAY, speech });
const refused = (text: string): Trouble => ({ kind: 'refused', text });

describe('a reservation in a list', () => {
  test.each<[string, Partial<Listed>, string]>([
    ['is ready', {}, 'The code is ready.'],
    ['is seen to by hand', { accessCodeIds: [] }, 'Somebody sees to it without a code.'],
    ['is under way', { status: 'in_progress' }, 'The code is being made.'],
    ['is cancelled', { status: 'cancelled' }, 'Cancelled.'],
    ['is over', { status: 'over' }, 'The stay is over.'],
    [
      'is planned, and by the memo the minute is known',
      { status: 'planned', doors: [aDoorWith({ opensAt: '2026-12-10T23:00:00.000Z' })] },
      'The code is made on Thu 3 Dec, 15:00.',
    ],
    ['is planned, by its arrival to the day', { status: 'planned' }, 'The code is made on Thu 3 Dec.'],
    [
      'is planned in a zone nobody knows',
      { status: 'planned', timeZone: null, doors: [aDoorWith({ opensAt: '2026-12-10T23:00:00.000Z' })] },
      'The code is made on Thu 3 Dec, 23:00 UTC.',
    ],
    [
      'is refused, with the numbers of the memo',
      {
        status: 'needs_attention',
        attention: 'duration_exceeds_max',
        doors: [aDoorWith({ trouble: refused('The stay has 45 nights, at most 31 are possible.') })],
      },
      'No code. The stay has 45 nights, at most 31 are possible.',
    ],
    [
      'is refused, without a memo',
      { status: 'needs_attention', attention: 'duration_exceeds_max' },
      'No code: the stay is longer than a lock takes.',
    ],
    [
      'waits for Seam',
      { status: 'in_progress', doors: [aDoorWith({ trouble: { kind: 'seam_unreachable', text: '' } })] },
      'Seam cannot be reached; it is asked again by itself.',
    ],
    [
      'is cancelled with a live code',
      { status: 'cancelled', attention: 'live_code' },
      'Cancelled. An old code still opens a door: somebody must decide what to do about it.',
    ],
    [
      'is ready and nobody was told',
      { attention: 'undelivered' },
      'The code is ready. No message has reached the guest. Tell them the code yourself.',
    ],
    [
      'is ready and there is no way to tell anybody',
      { attention: 'unreachable' },
      'The code is ready. There is no way to reach the guest by e-mail or through the booking system. Tell them the code yourself.',
    ],
    [
      'is held',
      { status: 'needs_attention', attention: 'on_hold' },
      'No code is made for now: an operator holds it.',
    ],
    [
      'has trouble from a later version',
      { status: 'needs_attention', attention: 'something_new' },
      'No working code: somebody must look at it.',
    ],
  ])('%s', (_what, parts, sentence) => {
    expect(say(parts)).toBe(sentence);
  });

  test('with several doors it is said which has no code, and once that none can be asked about', () => {
    const door = aDoorWith({ trouble: refused('No slot fits.') });
    const doors = [{ ...door, name: 'Front' }, aDoorWith()];
    expect(say({ status: 'needs_attention', doors })).toBe('Front: No code. No slot fits.');
    expect(say({ status: 'needs_attention', doors: [door, aDoorWith()] })).toMatch(/^door-1: /);
    const unreachable = aDoorWith({ trouble: { kind: 'seam_unreachable', text: '' } });
    expect(say({ status: 'in_progress', doors: [unreachable, unreachable] })).toBe(
      'Seam cannot be reached; it is asked again by itself.',
    );
  });

  test('writes dates in the language of the property', () => {
    expect(say({ status: 'planned' }, german)).toBe(
      'Es liegt noch kein gültiger Code vor. Er wird erstellt: Do., 3. Dez.',
    );
    expect(say({ status: 'planned' }, speechOf('en', 'en-US'))).toBe('The code is made on Thu, Dec 3.');
  });
});

describe('one door', () => {
  const door = aDoor([aSlot('15:00', '11:00')]);
  const planned = plan({ arrival: '2026-12-10T15:00', departure: '2026-12-12T11:00', door });
  const standing = (parts: Partial<DoorStanding>, speech = english) =>
    doorInSentences(
      {
        state: 'ready',
        why: 'Why.',
        problems: [],
        plan: planned,
        delivered: null,
        undelivered: null,
        code: null,
        standIn: null,
        ...parts,
      },
      timeZone,
      speech,
    );
  const code = { accessCodeId: 'code-1' };
  const standIn = { ...code, endsAt: '2026-12-12T19:00:00Z' };

  test.each<[string, Partial<DoorStanding>, string]>([
    [
      'is ready and told',
      { code, delivered: { ...code, at: '2026-12-04T00:00:00Z' } },
      'The code is ready: it opens the door from Thu 10 Dec, 15:00 to Sat 12 Dec, 11:00.',
    ],
    [
      'is ready with another code than was told',
      { code, delivered: { accessCodeId: 'code-0', at: '2026-12-04T00:00:00Z' } },
      'The code is ready: it opens the door from Thu 10 Dec, 15:00 to Sat 12 Dec, 11:00. The guest has not been told yet.',
    ],
    [
      'waits for its time',
      { state: 'not_yet_due' },
      'The code is made on Thu 3 Dec, 15:00. Until then plans can change freely.',
    ],
    [
      'is refused for two reasons',
      {
        state: 'refused',
        problems: [
          { reason: 'device_not_found', message: 'One.' },
          { reason: 'time_zone_unknown', message: 'Two.' },
        ],
      },
      'No code. One. Two.',
    ],
    [
      'waits for Seam',
      { state: 'validating', askedAgainAt: '2026-12-04T06:15:00.000Z' },
      'Seam cannot be reached; it is asked again on Thu 3 Dec, 22:15.',
    ],
    ['is not ready yet', { state: 'waiting_until_ready' }, 'The code is made, and not ready yet. Why.'],
    ['is on hold', { state: 'on_hold' }, 'Why.'],
    [
      'is seen to by hand',
      { state: 'handled_by_hand', handledNote: 'key box 7' },
      'Somebody sees to it: key box 7',
    ],
    [
      'is handled, with a code that keeps working',
      { state: 'handled_by_hand', handledNote: 'key box 7', standIn },
      'Somebody sees to it: key box 7 An earlier code keeps working until Sat 12 Dec, 11:00.',
    ],
    [
      'gets another code while an earlier one serves',
      { state: 'creating', code, standIn },
      'The code is being made. An earlier code keeps working until Sat 12 Dec, 11:00.',
    ],
    [
      'is refused for the rest of a stay whose code has no end',
      {
        state: 'refused',
        problems: [{ reason: 'device_not_found', message: 'One.' }],
        standIn: { ...code, endsAt: null },
      },
      'No code. One. An earlier code keeps working for now.',
    ],
    [
      'is ready, with no way to tell anybody',
      { code, undelivered: { how: 'unreachable', by: [] } },
      'The code is ready: it opens the door from Thu 10 Dec, 15:00 to Sat 12 Dec, 11:00. There is no way to reach the guest by e-mail or through the booking system. Tell them the code yourself.',
    ],
    [
      'is ready, and the mail server would not take the message',
      { code, undelivered: { how: 'failing', by: ['guest_email'] } },
      'The code is ready: it opens the door from Thu 10 Dec, 15:00 to Sat 12 Dec, 11:00. No message has reached the guest. Tell them the code yourself.',
    ],
  ])('%s', (_what, parts, sentence) => {
    expect(standing(parts)).toEqual({ text: sentence, original: null });
  });
});

describe('order', () => {
  const at = (hours: number, parts: Partial<Listed> = {}) =>
    listed({
      arrivalAt: new Date(Date.parse('2026-12-10T12:00:00Z') + hours * 3_600_000).toISOString(),
      ...parts,
    });

  test('those without a working code come first, and among them those who arrive soonest', () => {
    const tomorrow = at(24, { status: 'needs_attention', attention: 'device_not_found' });
    const soon = at(1, { status: 'in_progress' });
    const ready = at(0);
    const undelivered = at(5, { attention: 'undelivered' });
    const planned = at(300, { status: 'planned' });
    const cancelled = at(-1, { status: 'cancelled' });
    const rows = [cancelled, planned, ready, tomorrow, undelivered, soon];
    expect(rows.sort(byUrgency)).toEqual([soon, tomorrow, undelivered, ready, planned, cancelled]);
  });

  test.each([
    [1, 'high'],
    [-3, 'high'],
    [20, 'medium'],
    [100, 'low'],
  ])('no code %i hours before the arrival is of severity %s', (hours, severity) => {
    const stuck = at(hours, { status: 'needs_attention' });
    expect(urgencyOf(stuck, Date.parse('2026-12-10T12:00:00Z'))).toEqual({ kind: 'no_code', severity });
  });

  test('the order is one order, whatever is sorted', () => {
    const any = fc.record({
      status: fc.constantFrom('needs_attention', 'in_progress', 'planned', 'ready', 'cancelled', 'over'),
      attention: fc.constantFrom(null, 'live_code'),
      hours: fc.integer({ min: -50, max: 50 }),
    });
    fc.assert(
      fc.property(fc.array(any, { minLength: 3, maxLength: 3 }), (drawn) => {
        const [a, b, c] = drawn.map(({ hours, ...parts }) => at(hours, parts));
        if (!a || !b || !c) return;
        expect(Math.sign(byUrgency(a, b))).toBe(-Math.sign(byUrgency(b, a)) + 0);
        if (byUrgency(a, b) <= 0 && byUrgency(b, c) <= 0) expect(byUrgency(a, c)).toBeLessThanOrEqual(0);
      }),
    );
  });
});
