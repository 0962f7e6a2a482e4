import { expect, test } from 'vitest';
import type { ReservationState } from '../../src/domain/reservation-state.ts';
import { renderTable } from '../../src/local/live-table.ts';
import { reportBadEntry, reportEntries } from '../../src/local/report.ts';

const ready: ReservationState = {
  source: 'pms',
  propertyId: 'beach',
  reservationId: 'R1',
  revision: 1,
  stay: { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' },
  status: 'ready',
  doors: [
    {
      doorId: '11111111-1111-1111-1111-444444444444',
      state: 'ready',
      why: 'The code opens the door.',
      problems: [],
      notices: [{ reason: 'stay_at_the_limit', message: 'Thirty-one nights.' }],
      plan: {
        problems: [],
        notices: [],
        slot: { userLevelId: 'level-1', name: 'Guest 4pm-10am', maxTimeRounding: '1hour' },
        coverage: {
          startsAt: '2026-12-02T00:00:00.000Z',
          endsAt: '2026-12-05T18:00:00.000Z',
          localStart: '2026-12-01T16:00:00-08:00',
          localEnd: '2026-12-05T10:00:00-08:00',
          timeZone: 'America/Los_Angeles',
        },
        arrivalAt: '2026-12-02T00:00:00.000Z',
        departureAt: '2026-12-05T18:00:00.000Z',
        issueAt: '2026-11-25T00:00:00.000Z',
      },
      code: {
        accessCodeId: 'code-1',
        doorId: '11111111-1111-1111-1111-444444444444',
        name: 'staykey pms/beach/R1 #1',
        createdAt: '2026-11-25T00:00:00.000Z',
        startsAt: '2026-12-02T00:00:00.000Z',
        endsAt: '2026-12-05T18:00:00.000Z',
        status: 'set',
        hasPin: true,
        errors: [],
        pending: [],
        userLevelId: 'level-1',
        userLevelName: 'Guest 4pm-10am',
        isOffline: true,
        isBeingDeleted: false,
        pinMark: 'mark',
        vendor: {
          stayId: 1,
          siteName: null,
          isCancellable: false,
          isExtendable: false,
          isEarlyCheckinAble: false,
          isOverridable: false,
        },
      },
      standIn: null,
      orphanedCodes: [],
      handledNote: null,
      undelivered: null,
      delivered: null,
    },
  ],
};

test('the report has one flat entry per reservation and door', () => {
  expect(reportEntries('reservation/pms/beach/R1', ready)).toEqual([
    {
      source: 'pms',
      propertyId: 'beach',
      reservationId: 'R1',
      doorId: '11111111-1111-1111-1111-444444444444',
      state: 'ready',
      problems: [],
      notices: [{ reason: 'stay_at_the_limit', message: 'Thirty-one nights.' }],
      slot: 'Guest 4pm-10am',
      userLevelId: 'level-1',
      startsAt: '2026-12-02T00:00:00.000Z',
      endsAt: '2026-12-05T18:00:00.000Z',
      localStart: '2026-12-01T16:00:00-08:00',
      localEnd: '2026-12-05T10:00:00-08:00',
      accessCodeId: 'code-1',
      workflowId: 'reservation/pms/beach/R1',
    },
  ]);
});

test('an entry that could not be read is refused, with what is wrong and without a run', () => {
  const bad = {
    source: 'pms',
    propertyId: null,
    reservationId: 'R2',
    message: 'file.json, entry 2: propertyId is missing',
  };
  expect(reportBadEntry(bad)).toMatchObject({
    reservationId: 'R2',
    doorId: null,
    state: 'refused',
    problems: [{ reason: 'invalid_input', message: bad.message }],
    workflowId: null,
  });
});

test('the table shows door, stay, coverage, state and why', () => {
  const bad = { source: null, propertyId: null, reservationId: null, message: 'file.json, entry 2: no door' };
  const rendered = renderTable([ready], [bad]);
  expect(rendered).toContain('444444444444');
  expect(rendered).toContain('2026-12-01 16:00');
  expect(rendered).toContain('ready');
  expect(rendered).toContain('Note: Thirty-one nights.');
  expect(rendered).toContain('file.json, entry 2: no door');
});
