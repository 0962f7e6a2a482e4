import { describe, expect, test } from 'vitest';
import { differsFromPlan, readiness, type AccessCode } from '../../src/domain/access-code.ts';
import { aCode, aCoverage } from './builders.ts';

const kindOf = (parts: Partial<AccessCode>) => readiness(aCode(parts)).kind;
const error = (code: string) => ({ code, message: 'as Seam says' });
const pending = (code: string, scheduledAt: string | null = null) => ({ code, scheduledAt });

describe('a code without errors', () => {
  test('is ready with a PIN and nothing pending, whatever the status', () => {
    for (const status of ['unset', 'setting', 'set', 'unknown', 'a status of tomorrow']) {
      expect(readiness(aCode({ status }))).toEqual({ kind: 'ready' });
    }
  });

  test.each([
    ['no PIN yet', { hasPin: false }],
    ['the lock still to be programmed', { pending: [pending('creating')] }],
    ['programming put off', { pending: [pending('deferring_creation')] }],
  ])('waits with %s, unless its status is already `set`', (_, parts) => {
    expect(kindOf(parts)).toBe('waiting');
    expect(kindOf({ ...parts, status: 'set' })).toBe('ready');
  });

  test('waits until the time Seam names, with a PIN or without', () => {
    const wakeAt = '2026-12-01T23:00:00.000Z';
    for (const hasPin of [true, false]) {
      const found = readiness(aCode({ hasPin, pending: [pending('deferring_creation', wakeAt)] }));
      expect(found).toMatchObject({ kind: 'waiting', wakeAt });
      expect(found).toHaveProperty('why', expect.stringContaining(wakeAt));
    }
  });

  test.each(['updating_name', 'updating_time_frame', 'a mutation of tomorrow'])(
    'is not kept waiting by %s',
    (code) => {
      expect(kindOf({ pending: [pending(code)] })).toBe('ready');
    },
  );

  test.each<[string, Partial<AccessCode>]>([
    ['already', { isBeingDeleted: true }],
    ['as a change still to come', { pending: [pending('deleting')] }],
  ])('needs a human when it is being removed %s, even with `set`', (_, parts) => {
    expect(kindOf(parts)).toBe('needs_human');
    expect(kindOf({ ...parts, status: 'set' })).toBe('needs_human');
  });
});

describe('a code with an error', () => {
  const lasting: [string, string][] = [
    ['code_constraints_violated', 'failed'],
    ['no_space_for_access_code_on_device', 'failed'],
    ['duplicate_code_on_device', 'failed'],
    ['device_removed', 'failed'],
    ['dormakaba_oracode_invalid_time_range', 'failed'],
    ['access_code_inactive', 'needs_human'],
    ['account_disconnected', 'needs_human'],
    ['dormakaba_sites_disconnected', 'needs_human'],
    ['insufficient_permissions', 'needs_human'],
    ['missing_device_credentials', 'needs_human'],
    ['subscription_required', 'needs_human'],
  ];

  test.each(lasting)('that time does not heal, %s: %s, even with `set`', (code, kind) => {
    expect(kindOf({ errors: [error(code)] })).toBe(kind);
    expect(kindOf({ errors: [error(code)], status: 'set' })).toBe(kind);
  });

  test.each([
    'provider_issue',
    'failed_to_set_on_device',
    'failed_to_issue',
    'failed_to_update',
    'failed_to_remove_from_device',
    'failed_to_remove',
    'failed_to_expire',
    'conflicting_external_modification',
    'code_modified_external_to_seam',
    'duplicate_code_attempt_prevented',
    'access_code_state_unconfirmed',
    'device_offline',
    'device_disconnected',
    'hub_disconnected',
    'bridge_disconnected',
    'empty_backup_access_code_pool',
    'an_error_of_tomorrow',
    // Looked up in a plain object, these would find what every object has.
    'constructor',
    '__proto__',
    '',
  ])('that may pass, "%s", is waited out, and is no matter once `set`', (code) => {
    expect(kindOf({ errors: [error(code)] })).toBe('waiting');
    expect(kindOf({ errors: [error(code)], status: 'set' })).toBe('ready');
  });

  test('is judged by its worst one, in whatever order', () => {
    const errors = ['provider_issue', 'account_disconnected', 'device_removed'].map(error);
    expect(kindOf({ errors })).toBe('failed');
    expect(kindOf({ errors: errors.toReversed() })).toBe('failed');
    expect(kindOf({ errors: errors.slice(0, 2) })).toBe('needs_human');
  });

  test('says every error in Seam’s words, and when Seam goes on', () => {
    const found = readiness(
      aCode({
        errors: [error('failed_to_set_on_device'), error('device_offline')],
        pending: [pending('deferring_creation', '2026-12-01T23:00:00.000Z')],
      }),
    );
    expect(found).toEqual({
      kind: 'waiting',
      why: 'Seam reports trouble and goes on trying (failed_to_set_on_device: as Seam says; device_offline: as Seam says).',
      wakeAt: '2026-12-01T23:00:00.000Z',
    });
  });
});

describe('a code held against its plan', () => {
  const differences = (
    code: Partial<AccessCode>,
    slot: { userLevelId: string | null } = { userLevelId: 'level' },
  ) => differsFromPlan(aCode(code), aCoverage(), { name: 'Guest', maxTimeRounding: '1hour', ...slot });

  test.each([
    ['exactly so', {}],
    ['in another zone', { startsAt: '2026-12-01T16:00:00-08:00' }],
    ['without milliseconds', { endsAt: '2026-12-05T18:00:00Z' }],
    ['with no word on its user level', { userLevelId: null }],
  ])('is as planned when its times are written %s', (_, parts) => {
    expect(differences(parts)).toEqual([]);
  });

  test('is as planned by its times alone where the slot has no user level id', () => {
    expect(differences({ userLevelId: 'other' }, { userLevelId: null })).toEqual([]);
  });

  test.each([
    [{ startsAt: '2026-12-02T01:00:00.000Z' }, 'opens at 2026-12-02T01:00:00.000Z instead of 2026-12-02T00'],
    [{ startsAt: '2026-12-02T00:00:00.001Z' }, 'opens at'],
    [{ startsAt: null }, 'opens at no set time'],
    [{ endsAt: '2026-12-05T17:59:00.000Z' }, 'closes at 2026-12-05T17:59:00.000Z instead of 2026-12-05T18'],
    [{ endsAt: null }, 'closes at no set time'],
    [{ endsAt: 'never' }, 'closes at never'],
    [{ userLevelId: 'other', userLevelName: 'Owner' }, 'user level is Owner instead of Guest'],
    [{ userLevelId: 'other', userLevelName: null }, 'user level is other instead of Guest'],
  ])('differs with %j, and says how', (parts, said) => {
    const notices = differences(parts);
    expect(notices).toMatchObject([{ reason: 'code_differs_from_plan' }]);
    expect(notices[0]?.message).toContain(said);
  });

  test('says all differences in one notice', () => {
    const [notice, ...more] = differences({ startsAt: null, endsAt: null, userLevelId: 'other' });
    expect(more).toEqual([]);
    expect(notice?.message).toMatch(/code-1 .*opens.*; .*closes.*; .*user level/);
  });
});
