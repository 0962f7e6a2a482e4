import { expect, test } from 'vitest';
import { describeState } from '../../src/commands/describe-state.ts';
import type { DoorReport, ReservationState } from '../../src/domain/reservation-state.ts';

const code = (accessCodeId: string) =>
  ({ accessCodeId, endsAt: '2026-12-05T18:00:00.000Z' }) as NonNullable<DoorReport['code']>;
const shown = (parts: Partial<DoorReport>): string => {
  const door: DoorReport = {
    doorId: 'front',
    state: 'ready',
    why: 'Why.',
    problems: [],
    notices: [],
    plan: null,
    code: code('code-1'),
    standIn: null,
    orphanedCodes: [],
    delivered: null,
    handledNote: null,
    undelivered: null,
    ...parts,
  };
  const state: ReservationState = {
    source: 'pms',
    propertyId: 'beach',
    reservationId: 'R1',
    revision: 1,
    stay: { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' },
    status: 'ready',
    doors: [door],
  };
  return describeState(state);
};

test('a code that stands in is shown with its end, once', () => {
  const text = shown({ state: 'creating', code: code('code-0'), standIn: code('code-0') });
  expect(text).toContain('stand-in code-0 until 2026-12-05T18:00:00.000Z: keeps working meanwhile');
  expect(text.split('code-0')).toHaveLength(2);
});

test('a new code that is not ready is shown beside the one that stands in', () => {
  const text = shown({ state: 'waiting_until_ready', standIn: code('code-0') });
  expect(text).toContain('code     code-1, not told to the guest yet');
  expect(text).toContain('stand-in code-0 until');
});

test.each<[DoorReport['undelivered'], string]>([
  [{ how: 'unreachable', by: [] }, 'the guest can’t be reached'],
  [{ how: 'failing', by: ['guest_email'] }, 'not accepted by guest_email; it is tried again'],
  [
    { how: 'refused', by: ['guest_email', 'pms_webhook'] },
    'not accepted by guest_email and pms_webhook; tell',
  ],
])('how a message failed is shown: %j', (undelivered, text) => {
  expect(shown({ undelivered })).toContain(text);
});
