import { expect, test } from 'vitest';
import { stateView } from '../../src/api/state-view.ts';
import type { Caller } from '../../src/api/tokens.ts';
import { liveCodeView } from '../../src/desk/live-code-view.ts';
import { speechOf } from '../../src/desk/words/speech.ts';
import type { LiveCode } from '../../src/domain/live-code.ts';
import type { ReservationState } from '../../src/domain/reservation-state.ts';

const overlap = (propertyId: string) => ({
  reservationId: `R-${propertyId}`,
  workflowId: `reservation/pms/${propertyId}/R-${propertyId}`,
  arrivalAt: '2026-12-05T00:00:00.000Z',
  departureAt: '2026-12-08T00:00:00.000Z',
});
const live = {
  noticeId: 'c/1',
  cause: 'cancelled',
  wasDelivered: true,
  closed: null,
  wasHinted: false,
  code: { accessCodeId: 'c', doorId: 'd', startsAt: null, endsAt: null, vendor: {} },
  assessment: { isWireless: true, doorName: 'Front', overlaps: [overlap('beach'), overlap('city')] },
} as unknown as LiveCode;
const state = {
  source: 'pms',
  propertyId: 'beach',
  reservationId: 'R1',
  revision: 1,
  stay: { arrival: '2026-12-01T16:00', departure: null },
  status: 'cancelled',
  doors: [{ doorId: 'd', orphanedCodes: [live] }],
} as unknown as ReservationState;
const caller = (properties: string[] | null): Caller => ({
  name: 'x',
  mark: '',
  rights: new Set(['read' as const]),
  properties: properties && new Set(properties),
});

test('what overlaps a live code is named only to who may see it; how bad it is, to everybody', () => {
  const [own] = stateView(state, caller(['beach'])).doors[0]?.liveCodes ?? [];
  const [other] = stateView(state, caller(['elsewhere'])).doors[0]?.liveCodes ?? [];
  const [all] = stateView(state, caller(null)).doors[0]?.liveCodes ?? [];

  expect(own?.text).toContain('R-beach');
  expect(own?.text).not.toContain('R-city');
  expect(other?.text).not.toContain('R-');
  expect(all?.text).toContain('R-city');
  expect([own?.severity, other?.severity]).toEqual(['high', 'high']);
  expect(own?.options.map(({ name }) => name)).toContain('let_expire');
});

test('so it is on the pages of the front desk, in either language', () => {
  for (const speech of [speechOf('en', 'en-GB'), speechOf('de', 'de-DE')]) {
    const seenBy = (properties: string[] | null) =>
      liveCodeView(live, { door: 'Front', when: (instant) => instant, speech, caller: caller(properties) });
    expect(seenBy(['beach']).text).toContain('R-beach');
    expect(seenBy(['beach']).text).not.toContain('R-city');
    expect(seenBy(['elsewhere']).text).not.toContain('R-');
    expect(seenBy(['elsewhere']).severity).toBe('high');
  }
});
