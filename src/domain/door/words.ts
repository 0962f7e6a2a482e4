import { readiness } from '../access-code.ts';
import { minuteText, utcMinuteText } from '../instant-text.ts';
import type { Problem } from '../problem.ts';
import { lacksOf } from './alarms.ts';
import { heldCodesOf, noticesOf, phaseOf, segmentOf, type Door, type HeldCode } from './door.ts';

/** Facts of a door as sentences, for staff and operators. Nothing reads them back. */

/** What the door waits for, or why it has no code. */
export const whyOf = (door: Door): string => {
  const { standIn } = segmentOf(door);
  return [reasonOf(door), standIn && standInText(door, standIn.held), outageText(door)]
    .filter(Boolean)
    .join(' ');
};

export const reasonOf = (door: Door): string => {
  const phase = phaseOf(door);
  switch (phase.is) {
    case 'validating':
      return 'The stay is being checked against the door.';
    case 'refused':
    case 'needs_human':
      return phase.problems.map(({ message }) => message).join(' ');
    case 'planned':
      return door.isHeld
        ? 'An operator put the door on hold: no code is made until it is released.'
        : `The code can be made from ${minuteText(phase.plan.issueAt)} UTC. Until then plans can change freely.`;
    case 'handled':
      return `Handled manually: ${phase.note}`;
    case 'creating':
      return phase.answer === 'lost'
        ? 'A request for the code got no answer. It may have made one, so Staykey looks before it asks again.'
        : 'Seam is being asked for the code.';
    case 'serving':
      return servingText(door, phase.held);
    case 'over':
      return phase.how === 'completed' ? 'The stay is over and the code has expired.' : cancelledText(door);
  }
};

const servingText = (door: Door, { code }: HeldCode): string => {
  const found = readiness(code);
  if (found.kind !== 'ready') return found.why;
  return `The code opens the door${openingText(door)}.`;
};

const openingText = (door: Door): string => {
  const phase = phaseOf(door);
  const { localStart, localEnd } = (phase.is === 'serving' ? phase.held.coverage : null) ?? {};
  return localStart && localEnd
    ? ` from ${minuteText(localStart)} to ${minuteText(localEnd)}, lock time`
    : '';
};

const standInText = (door: Door, { code }: HeldCode): string => {
  const until = code.endsAt === null ? 'for now' : `until ${minuteText(code.endsAt)} UTC`;
  const uncovered = lacksOf(door).some(({ kind }) => kind === 'rest_of_stay')
    ? ' The rest of the stay has no code yet.'
    : '';
  return `Code ${code.accessCodeId} keeps working ${until}.${uncovered}`;
};

const outageText = ({ outage }: Door): string =>
  outage === null
    ? ''
    : `Seam could not be reached: ${outage.reason}. It is asked again at ${utcMinuteText(outage.askAgainAt)} UTC.`;

const cancelledText = (door: Door): string => {
  const live = door.liveCodes
    .filter(({ closed }) => closed === null || closed.how === 'acknowledged')
    .map(
      ({ code }) =>
        `${code.accessCodeId} until ${code.endsAt === null ? 'an unknown time' : `${minuteText(code.endsAt)} UTC`}`,
    );
  if (door.lostCreates.some(({ answer }) => answer !== 'listed_late'))
    return 'A request for a code got no answer: Staykey is finding out whether it made one.';
  if (live.length > 0) return `No longer wanted, but these codes can't be deleted: ${live.join(', ')}.`;
  return noticesOf(door).length > 0 || heldCodesOf(door).length > 0
    ? 'No longer wanted.'
    : 'No code was made.';
};

/** Why the door has no code, or its code doesn't work. */
export const problemsOf = (door: Door): Problem[] => {
  const phase = phaseOf(door);
  if (phase.is === 'refused' || phase.is === 'needs_human') return phase.problems;
  if (phase.is !== 'serving') return [];
  const found = readiness(phase.held.code);
  if (found.kind === 'needs_human') return [{ reason: 'seam_needs_attention', message: found.why }];
  return found.kind === 'failed' ? [{ reason: 'refused_by_seam', message: found.why }] : [];
};
