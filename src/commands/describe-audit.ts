import type { DoorAudit } from '../domain/audit-door.ts';
import { paint, plain } from './print.ts';

/** One door for people: what it is, what it serves, what is wrong with it. */
export const describeAudit = (audit: DoorAudit): string =>
  [
    `${paint('bold', plain(audit.name))}  ${plain(audit.doorId)}`,
    `  zone ${plain(audit.timeZone ?? 'unknown')}, offline codes ${audit.canProgramOfflineAccessCodes ? 'possible' : 'not possible'}`,
    ...audit.timeSlots.map(
      (slot) =>
        `  slot     "${plain(slot.name)}" ${plain(slot.checkIn ?? '?')} to ${plain(slot.checkOut ?? '?')}${kindOf(slot)}`,
    ),
    ...audit.standardTimes.map(
      ({ arrival, departure, slot, notices }) =>
        `  ${arrival} to ${departure}  ${slot === null ? paint('yellow', 'not served') : `"${plain(slot)}"`}${reasonsOf(notices)}`,
    ),
    ...audit.problems.map(({ message }) => `  ${paint('red', 'problem')}  ${plain(message)}`),
  ].join('\n');

const kindOf = ({ isDayBound, isUsable }: DoorAudit['timeSlots'][number]): string => {
  if (!isUsable) return ', not used';
  return isDayBound ? ', by whole days' : '';
};

const reasonsOf = (notices: { reason: string }[]): string =>
  notices.length === 0 ? '' : ` (${notices.map(({ reason }) => reason.replaceAll('_', ' ')).join(', ')})`;
