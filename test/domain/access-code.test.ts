import { describe, expect, test } from 'vitest';
import { differsFromPlan, readiness, type AccessCode } from '../../src/domain/access-code.ts';

const aCode = (parts: Partial<AccessCode> = {}): AccessCode => ({
  accessCodeId: 'code-1',
  doorId: 'door-1',
  name: 'staykey a/b/c #1',
  createdAt: '2026-11-24T00:00:00.000Z',
  startsAt: '2026-12-02T00:00:00.000Z',
  endsAt: '2026-12-05T18:00:00.000Z',
  status: 'unset',
  hasPin: true,
  errors: [],
  pending: [],
  userLevelId: 'level',
  userLevelName: 'Guest',
  isOffline: true,
  isBeingDeleted: false,
  ...parts,
});
const failing = (code: string, parts: Partial<AccessCode> = {}) =>
  readiness(aCode({ errors: [{ code, message: 'as Seam says' }], ...parts })).kind;

describe('readiness', () => {
  test('a PIN with no error and nothing pending is ready, whatever the status', () => {
    expect(readiness(aCode())).toEqual({ kind: 'ready' });
  });

  test('`set` is enough although Seam still names a trouble that passes', () => {
    expect(failing('device_offline', { status: 'set' })).toBe('ready');
  });

  test('no PIN yet is waiting', () => {
    expect(readiness(aCode({ hasPin: false })).kind).toBe('waiting');
  });

  test('a deferred code waits until the time Seam names', () => {
    const pending = [{ code: 'deferring_creation', scheduledAt: '2026-12-01T23:00:00.000Z' }];
    expect(readiness(aCode({ hasPin: false, pending }))).toMatchObject({
      kind: 'waiting',
      wakeAt: '2026-12-01T23:00:00.000Z',
    });
  });

  test('a code still being created waits, a changed name does not keep it waiting', () => {
    expect(readiness(aCode({ pending: [{ code: 'creating', scheduledAt: null }] })).kind).toBe('waiting');
    expect(readiness(aCode({ pending: [{ code: 'updating_name', scheduledAt: null }] })).kind).toBe('ready');
  });

  test.each([
    ['code_constraints_violated', 'failed'],
    ['dormakaba_oracode_invalid_time_range', 'failed'],
    ['device_removed', 'failed'],
    ['account_disconnected', 'needs_human'],
    ['dormakaba_sites_disconnected', 'needs_human'],
    ['subscription_required', 'needs_human'],
    ['failed_to_set_on_device', 'waiting'],
    ['provider_issue', 'waiting'],
    ['an_error_of_tomorrow', 'waiting'],
    ['constructor', 'waiting'],
  ])('%s: %s', (code, kind) => {
    expect(failing(code)).toBe(kind);
  });

  test('a lasting error is never called ready, even with `set`', () => {
    expect(failing('code_constraints_violated', { status: 'set' })).not.toBe('ready');
  });
});

describe('a code held against its plan', () => {
  const coverage = {
    startsAt: '2026-12-02T00:00:00.000Z',
    endsAt: '2026-12-05T18:00:00.000Z',
    localStart: '2026-12-01T16:00:00-08:00',
    localEnd: '2026-12-05T10:00:00-08:00',
    timeZone: 'America/Los_Angeles',
  };
  const slot = { userLevelId: 'level', name: 'Guest', maxTimeRounding: '1hour' } as const;

  test('is as planned, however its times are written', () => {
    expect(differsFromPlan(aCode(), coverage, slot)).toEqual([]);
    expect(differsFromPlan(aCode({ startsAt: '2026-12-01T16:00:00-08:00' }), coverage, slot)).toEqual([]);
  });

  test.each([
    [{ startsAt: '2026-12-02T01:00:00.000Z' }],
    [{ endsAt: null }],
    [{ userLevelId: 'other', userLevelName: 'Owner' }],
  ])('differs with %j', (parts) => {
    expect(differsFromPlan(aCode(parts), coverage, slot)).toMatchObject([
      { reason: 'code_differs_from_plan' },
    ]);
  });
});
