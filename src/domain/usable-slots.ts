import type { TimeSlot } from './door.ts';
import type { Notice } from './problem.ts';
import { parseTimeOfDay, TIME_OF_DAY } from './time-of-day.ts';
import { zoneClock, type ZoneClock } from './zone-clock.ts';

/** One end of a time slot, on its own wall clock. */
export interface SlotTime {
  /** Milliseconds. */
  sinceMidnight: number;
  zone: ZoneClock;
}

/** A time slot that Seam can make offline codes for, with its times read. */
export interface UsableSlot {
  userLevelId: string | null;
  name: string;
  checkIn: SlotTime;
  checkOut: SlotTime;
  /** Valid by whole days. The guide: such a code has the same time of day at both ends. */
  isDayBound: boolean;
}

/** Seam makes no offline codes of these kinds, or nobody can say when they open. */
export type UnusableKind = 'master' | 'one-shot' | 'biweekly' | 'unreadable';

export interface SlotsOfDoor {
  usable: UsableSlot[];
  /** One for each slot that can't be used. */
  unusable: UnusableKind[];
  notices: Notice[];
}

/** `zone` is the door's: it serves times that name no zone of their own. */
export const readTimeSlots = (timeSlots: readonly TimeSlot[], zone: ZoneClock): SlotsOfDoor => {
  const slots: SlotsOfDoor = { usable: [], unusable: [], notices: [] };
  for (const slot of timeSlots) {
    const kind = unsupportedKind(slot);
    const checkIn = kind ?? readTime(slot.checkIn, 'check-in', zone);
    const checkOut = kind ?? readTime(slot.checkOut, 'check-out', zone);
    if (kind) {
      slots.unusable.push(kind);
    } else if (typeof checkIn === 'string' || typeof checkOut === 'string') {
      slots.unusable.push('unreadable');
      const faults = [checkIn, checkOut].filter((fault) => typeof fault === 'string').join('; ');
      slots.notices.push({
        reason: 'time_slot_unreadable',
        message: `Time slot "${slot.name}" can't be used: ${faults}.`,
      });
    } else {
      slots.usable.push(usable(slot, checkIn, checkOut));
    }
  }
  return slots;
};

const unsupportedKind = ({
  isMaster,
  isOneShot,
  isBiweekly,
}: TimeSlot): Exclude<UnusableKind, 'unreadable'> | null => {
  if (isMaster) return 'master';
  if (isOneShot) return 'one-shot';
  return isBiweekly ? 'biweekly' : null;
};

const usable = (
  { userLevelId, name, is24Hour }: TimeSlot,
  checkIn: SlotTime,
  checkOut: SlotTime,
): UsableSlot => ({
  userLevelId,
  name,
  checkIn,
  checkOut,
  isDayBound: is24Hour && checkIn.sinceMidnight === checkOut.sinceMidnight,
});

/** The time, or what is wrong with it. */
const readTime = (text: string | null, end: string, doorZone: ZoneClock): SlotTime | string => {
  const read = parseTimeOfDay(text ?? '');
  if (!read) return `its ${end} time is ${text === null ? 'missing' : `"${text}"`}, expected ${TIME_OF_DAY}`;
  const zone = read.zoneName === null ? doorZone : zoneClock(read.zoneName);
  if (!zone)
    return `its ${end} time "${text}" names an unknown zone, expected one such as America/Los_Angeles`;
  return { sinceMidnight: read.sinceMidnight, zone };
};
