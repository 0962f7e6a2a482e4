import { problemsOfDoor } from '../domain/door-problems.ts';
import type { Door } from '../domain/door.ts';
import { counted } from '../domain/instant-text.ts';
import { readTimeSlots, type UnusableKind } from '../domain/usable-slots.ts';
import { zoneClock } from '../domain/zone-clock.ts';

export interface DoorAudit {
  doorId: string;
  name: string;
  timeZone: string | null;
  /** What keeps every reservation from this door; empty where codes can be made. */
  problems: string[];
  /** What some reservation may stumble over. */
  notices: string[];
  slots: AuditedSlot[];
}

interface AuditedSlot {
  name: string;
  userLevelId: string | null;
  /** As Seam writes them. */
  checkIn: string | null;
  checkOut: string | null;
  /** `by the hour` and `by the day` can be used; anything else says why not. */
  use: 'by the hour' | 'by the day' | UnusableKind | 'no zone';
}

/** What Staykey could do with a door as Seam describes it, whatever the stay. */
export const auditDoor = (door: Door): DoorAudit => {
  const zone = door.timeZone === null ? null : zoneClock(door.timeZone);
  const problems = problemsOfDoor(door, zone).map(({ message }) => message);
  const slots = door.timeSlots.map((slot) => {
    const { name, userLevelId, checkIn, checkOut } = slot;
    if (!zone) return { name, userLevelId, checkIn, checkOut, use: 'no zone' as const };
    const { usable, unusable } = readTimeSlots([slot], zone);
    const use = unusable[0] ?? (usable[0]?.isDayBound ? ('by the day' as const) : ('by the hour' as const));
    return { name, userLevelId, checkIn, checkOut, use };
  });
  if (zone && !slots.some(({ use }) => use === 'by the hour' || use === 'by the day')) {
    const all = counted(slots.length, 'time slot');
    problems.push(`It has ${all}, and none that can be used for offline codes.`);
  }
  const notices = [
    ...(zone ? readTimeSlots(door.timeSlots, zone).notices.map(({ message }) => message) : []),
    ...(slots.some(({ userLevelId }) => userLevelId === null)
      ? ['Some time slots have no user level id: which of them Seam takes can not be checked.']
      : []),
  ];
  return { doorId: door.doorId, name: door.name, timeZone: door.timeZone, problems, notices, slots };
};
