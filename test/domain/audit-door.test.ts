import { expect, test } from 'vitest';
import { auditDoor, commonTimes } from '../../src/domain/audit-door.ts';
import type { Door } from '../../src/domain/door.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { aDoor, aSlot, reasons } from './builders.ts';

const audit = (door: Door, nowMs = Date.parse('2026-06-01T12:00:00Z')) =>
  auditDoor({ door, policy: defaultPolicy, nowMs, times: commonTimes });

const served = (door: Door) =>
  audit(door).standardTimes.map(({ arrival, departure, slot }) => [`${arrival}-${departure}`, slot]);

test('a door serves the times its slots are within an hour of', () => {
  expect(served(aDoor([aSlot('16:00', '10:00'), aSlot('14:00', '12:30')]))).toEqual([
    ['15:00-10:00', '16:00-10:00'],
    ['15:00-11:00', '16:00-10:00'],
    ['16:00-10:00', '16:00-10:00'],
    ['16:00-11:00', '16:00-10:00'],
  ]);
  expect(served(aDoor([aSlot('08:00', '20:00')])).every(([, slot]) => slot === null)).toBe(true);
});

test('a guest who would be locked out for a while is noticed', () => {
  const [early] = audit(aDoor([aSlot('16:00', '10:00')])).standardTimes;
  expect(reasons(early?.notices ?? [])).toContain('opens_after_arrival');
});

test('a door without a slot that can be used has a problem, whatever the times', () => {
  const owner = aSlot('00:00', '23:59', { isMaster: true });
  const { problems, timeSlots } = audit(aDoor([owner, aSlot('noon', '10:00')]));
  expect(reasons(problems)).toEqual(['times_do_not_match_slots']);
  expect(problems[0]?.message).toContain('1 master');
  expect(timeSlots.map(({ isUsable }) => isUsable)).toEqual([false, false]);
});

test('all that keeps a door from having codes is told at once', () => {
  const door = aDoor([], { timeZone: 'Atlantis/Poseidonis', canProgramOfflineAccessCodes: false });
  expect(reasons(audit(door).problems)).toEqual([
    'offline_access_codes_not_supported',
    'time_zone_unknown',
    'times_do_not_match_slots',
  ]);
});

test('a door with a slot is no problem, also where it serves none of the common times', () => {
  expect(audit(aDoor([aSlot('08:00', '20:00')])).problems).toEqual([]);
});

test('only a level valid by whole days with one time of day is called day-bound', () => {
  const slots = [aSlot('12:00', '12:00', { is24Hour: true }), aSlot('12:00', '10:00', { is24Hour: true })];
  expect(audit(aDoor(slots)).timeSlots.map(({ isDayBound }) => isDayBound)).toEqual([true, false]);
});

test('the days are the door’s own, at any hour and across a change of its clocks', () => {
  const door = aDoor([aSlot('16:00', '10:00')]);
  for (const now of ['2026-10-20T06:30:00Z', '2026-10-20T07:30:00Z', '2027-02-28T08:00:00Z']) {
    const [, , exact] = audit(door, Date.parse(now)).standardTimes;
    expect(exact?.localStart, now).toMatch(/T16:00:00-0[78]:00$/);
    expect(exact?.localEnd, now).toMatch(/T10:00:00-0[78]:00$/);
    expect(exact?.notices, now).toEqual([]);
  }
});

test('a slot that is not used says why', () => {
  const { timeSlots, notices } = audit(
    aDoor([aSlot('16:00', '10:00'), aSlot('00:00', '23:59', { isMaster: true }), aSlot('noon', '10:00')]),
  );
  expect(timeSlots.map(({ whyNot }) => whyNot)).toEqual([null, 'master', 'unreadable']);
  expect(notices).toMatchObject([
    { message: expect.stringContaining('its check-in time is "noon"') as string },
  ]);
});
