import { counted, durationText, wallText } from './instant-text.ts';
import type { Policy } from './policy.ts';
import type { Problem } from './problem.ts';
import type { StayTimes } from './stay.ts';
import { byRounding, coveringByDay, fitsWithin, isMadeTooLong, nightsOf, type Fit } from './time-slots.ts';
import type { SlotsOfDoor, UnusableKind, UsableSlot } from './usable-slots.ts';
import { wallAt } from './zone-clock.ts';

/** Why none of a door's slots will do: the stay's times, the rule, and the slot that comes nearest. */
export const noSlotFits = ({ usable, unusable }: SlotsOfDoor, stay: StayTimes, policy: Policy): Problem => {
  const { zone } = stay;
  const times = `${wallText(wallAt(stay.arrival, zone))} to ${wallText(wallAt(stay.departure, zone))} (${zone.name})`;
  const message =
    usable.length === 0
      ? `No time slot for ${times}: ${noneUsable(unusable)}`
      : `No time slot fits ${times}: one must open within 60 minutes of arrival and close within 60 minutes of departure.${nearestOf(usable, stay, policy)}${byDay(usable, stay, policy)}`;
  return { reason: 'times_do_not_match_slots', message };
};

const whyUnusable: Record<UnusableKind, string> = {
  master: 'master (never expires; not supported by Seam)',
  'one-shot': 'one-shot (for a single use; not supported by Seam)',
  biweekly: 'biweekly (always valid for two weeks)',
  unreadable: 'unreadable (see the notices)',
};

/** Ends a sentence that says for what there is no slot. */
export const noneUsable = (unusable: readonly UnusableKind[]): string => {
  if (unusable.length === 0) return 'the door has no time slots in Seam.';
  const kinds = [...new Set(unusable)].map(
    (kind) => `${unusable.filter((other) => other === kind).length} ${whyUnusable[kind]}`,
  );
  return `of the door's ${counted(unusable.length, 'time slot')} none can be used: ${kinds.join(', ')}.`;
};

// Occurrences up to the day after are candidates, so no end is farther off than two days.
const ANY_CANDIDATE = 2 * 86_400_000;

const nearestOf = (usable: readonly UsableSlot[], stay: StayTimes, policy: Policy): string => {
  const [nearest] = usable.flatMap((slot) => fitsWithin(ANY_CANDIDATE, slot, stay)).sort(byRounding);
  if (!nearest) return '';
  const ends = [
    missText('opens', nearest.openingMove, 'arrival'),
    missText('closes', nearest.closingMove, 'departure'),
  ];
  return ` Nearest is ${describe(nearest, stay)}: it ${ends.join(' and ')}${tooLong(nearest, stay, policy)}.`;
};

const missText = (does: string, move: number, end: string): string => {
  if (move === 0) return `${does} exactly at ${end}`;
  return `${does} ${durationText(Math.abs(move))} ${move < 0 ? 'before' : 'after'} ${end}`;
};

const tooLong = (fit: Fit, stay: StayTimes, policy: Policy): string =>
  isMadeTooLong(fit, stay, policy)
    ? `, but would give access for ${counted(nightsOf(fit, stay), 'night')} where at most ${policy.longestStayNights} are possible`
    : '';

const byDay = (usable: readonly UsableSlot[], stay: StayTimes, policy: Policy): string => {
  if (policy.allowDayRounding) return '';
  const [covering] = coveringByDay(usable, stay)
    .filter((fit) => !isMadeTooLong(fit, stay, policy))
    .sort(byRounding);
  return covering
    ? ` Rounding by the day would allow ${describe(covering, stay)}, but this property's policy does not.`
    : '';
};

const describe = ({ slot, opens, closes }: Fit, { zone }: StayTimes): string =>
  `"${slot.name}" from ${wallText(wallAt(opens.instant, zone))} to ${wallText(wallAt(closes.instant, zone))}`;
