import { describe, expect, test } from 'vitest';
import type { VendorFlags } from '../../src/domain/access-code.ts';
import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../../src/domain/live-code.ts';
import { aCode } from './builders.ts';

const aLiveCode = (parts: Partial<LiveCode> = {}, flags: Partial<VendorFlags> = {}): LiveCode => {
  const code = aCode();
  return {
    noticeId: 'n1',
    code: { ...code, vendor: { ...code.vendor, ...flags } },
    cause: 'cancelled',
    wasDelivered: false,
    assessment: { isWireless: false, doorName: 'Front', overlaps: [] },
    closed: null,
    coverage: null,
    replacedBy: null,
    mustReassess: false,
    askAgainAt: 0,
    raised: '',
    timesRaised: 0,
    ...parts,
  };
};
const overlap = {
  reservationId: 'R2',
  workflowId: 'reservation/pms/beach/R2',
  arrivalAt: '2026-12-04T00:00:00.000Z',
  departureAt: '2026-12-08T18:00:00.000Z',
};
const overlapping = { isWireless: null, doorName: 'Front', overlaps: [overlap] };

describe('severity', () => {
  test.each([
    ['low', 'nobody has the PIN', {}],
    ['medium', 'the guest has it', { wasDelivered: true }],
    ['high', 'it opens the next guest’s door', { assessment: overlapping }],
    ['high', 'both', { wasDelivered: true, assessment: overlapping }],
  ] as const)('is %s when %s', (severity, _why, parts) => {
    expect(severityOf(aLiveCode(parts))).toBe(severity);
  });
});

describe('the ladder', () => {
  const names = (flags: Partial<VendorFlags>, isWireless: boolean | null = false) =>
    optionsFor(aLiveCode({ assessment: { isWireless, doorName: 'Front', overlaps: [] } }, flags)).map(
      ({ name }) => name,
    );

  test('always ends with a visit and with waiting', () => {
    expect(names({})).toEqual(['visit_door', 'let_expire']);
    expect(names({ isCancellable: null, isOverridable: null })).toEqual(['visit_door', 'let_expire']);
  });

  test.each([
    [{ isCancellable: true }, 'cancel_at_vendor'],
    [{ isExtendable: true }, 'change_at_vendor'],
    [{ isEarlyCheckinAble: true }, 'change_at_vendor'],
    [{ isOverridable: true }, 'override_at_vendor'],
  ] as const)('%o offers %s first', (flags, name) => {
    expect(names(flags)[0]).toBe(name);
  });

  test('an online lock can be reached remotely', () => {
    expect(names({}, true)).toContain('remove_remotely');
  });
});

test('staff read times as the clock of the lock shows them, and are told where they are UTC', () => {
  const local = { startsAt: '2026-12-01T16:00:00-08:00', endsAt: '2026-12-05T10:00:00-08:00' };
  const overlaps = [{ ...overlap, localArrival: '2026-12-03T16:00:00-08:00' }];
  const live = aLiveCode({ assessment: { isWireless: null, doorName: 'Front', overlaps, local } });
  expect(describeLiveCode(live)).toContain(
    'from Tue 1 Dec 2026, 16:00 (lock time) until Sat 5 Dec 2026, 10:00 (lock time) and',
  );
  expect(describeLiveCode(live)).toContain('R2 arriving Thu 3 Dec 2026, 16:00 (lock time).');
  const expiry = (one: LiveCode) => optionsFor(one).at(-1)?.text;
  expect(expiry(live)).toBe('Let it expire: it ends by itself on Sat 5 Dec 2026, 10:00 (lock time).');
  expect(expiry(aLiveCode())).toBe('Let it expire: it ends by itself on Sat 5 Dec 2026, 18:00 UTC.');
  const endless = { ...live, code: { ...live.code, endsAt: null } };
  expect(expiry({ ...endless, assessment: null })).toBe('Let it expire: when it ends is not known.');
});

test('staff read what is live, until when, why, who has it and who is in the way; never that it is revoked', () => {
  const text = describeLiveCode(aLiveCode({ wasDelivered: true, assessment: overlapping }));
  expect(text).toContain('door "Front"');
  expect(text).toContain('Sat 5 Dec 2026, 18:00 UTC');
  expect(text).toContain('The guest has its PIN.');
  expect(text).toContain('reservation R2');
  expect(text).not.toMatch(/revoked/i);
});
