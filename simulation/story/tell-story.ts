import { DateTime } from 'luxon';
import type { Violation } from '../judge/ledger.ts';
import type { Action, Story } from './story.ts';

/** A story as people read it: each step with the time the doors' clock shows. */
export const tellStory = (story: Story, violations: readonly Violation[]): string => {
  const { zone, first, steps } = story;
  let now = Date.parse(story.startsAt);
  const at = (instant: number) => DateTime.fromMillis(instant, { zone }).toFormat('ccc dd LLL HH:mm:ss.SSS');
  const lines = [
    `Story ${story.seed}: ${story.doors} doors in ${zone} (${story.levels.join(', ')}), ` +
      `codes set after ${story.setAfterMs / 1000} s`,
    `  ${at(now)}  booked by ${first.by} for doors ${first.doors.map((door) => door + 1).join(', ')}, ${inWords(first.stay)}`,
  ];
  for (const { afterMs, ...action } of steps) {
    now += afterMs;
    lines.push(`  ${at(now)}  ${describe(action)}`);
  }
  for (const { rule, at: when, text } of violations) {
    const cut = text.split('\n').slice(0, 6).join('\n      ').slice(0, 1_200);
    lines.push(`  ${Number.isFinite(when) ? at(when) : 'at the end'}  BROKEN: ${rule}`, `      ${cut}`);
  }
  return lines.join('\n');
};

const inWords = ({ inDays, nights, from, to }: Story['first']['stay']): string =>
  `in ${inDays} days at ${from} for ${nights} nights, leaving at ${to}`;

const describe = (action: Action): string => {
  const { do: what, ...details } = action;
  const words = Object.entries(details)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => {
      if (name === 'stay') return inWords(value as Story['first']['stay']);
      return `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
    });
  return [what, ...words].join(', ');
};
