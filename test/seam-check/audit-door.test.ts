import { expect, test } from 'vitest';
import { auditDoor } from '../../src/seam-check/audit-door.ts';
import { aDoor, aSlot } from '../domain/builders.ts';

test('a door is told with what each of its slots is good for', () => {
  const door = aDoor([
    aSlot('16:00', '10:00'),
    aSlot('12:00', '12:00', { is24Hour: true }),
    aSlot('00:00', '23:59', { isMaster: true }),
    aSlot('noon', '10:00'),
  ]);
  const { problems, notices, slots } = auditDoor(door);
  expect(problems).toEqual([]);
  expect(slots.map(({ use }) => use)).toEqual(['by the hour', 'by the day', 'master', 'unreadable']);
  expect(notices).toEqual([expect.stringContaining('its check-in time is "noon"')]);
});

test('a door without a slot that can be used has a problem, whatever else it has', () => {
  expect(auditDoor(aDoor([aSlot('16:00', '10:00', { isOneShot: true })])).problems).toEqual([
    'It has 1 time slot, and none that can be used for offline codes.',
  ]);
});

test('without a zone nothing is said of the slots', () => {
  const { problems, slots } = auditDoor(aDoor([aSlot('16:00', '10:00')], { timeZone: null }));
  expect(problems).toEqual([expect.stringContaining('Seam has no time zone')]);
  expect(slots[0]?.use).toBe('no zone');
});

test('slots without a user level id are pointed out', () => {
  const { notices } = auditDoor(aDoor([aSlot('16:00', '10:00', { userLevelId: null })]));
  expect(notices).toEqual([expect.stringContaining('no user level id')]);
});
