import { DateTime } from 'luxon';
import type { Ledger, Violation } from '../judge/ledger.ts';
import type { Action, Story } from './story.ts';

interface Seen {
  violations: readonly Violation[];
  ledger: Ledger;
}

/** A story as people read it: what was done and what came of it, each with the time the doors' clock shows. */
export const tellStory = (story: Story, { violations, ledger }: Seen): string => {
  const { zone, first, steps, doors, levels, setAfterMs } = story;
  let now = Date.parse(story.startsAt);
  const entries: [number, string][] = [
    [now, `> book, by ${first.by}, doors ${first.doors.join(', ')}, ${inWords(first.stay)}`],
  ];
  for (const { afterMs, ...action } of steps) {
    now += afterMs;
    entries.push([now, `> ${describe(action)}`]);
  }
  entries.push(...happenings(ledger));
  for (const { rule, at, text } of violations) {
    const cut = text.split('\n').slice(0, 6).join('\n      ').slice(0, 1_200);
    entries.push([at, `BROKEN: ${rule}\n      ${cut}`]);
  }
  const clock = (instant: number) =>
    DateTime.fromMillis(instant, { zone }).toFormat('ccc dd LLL HH:mm:ss.SSS');
  return [
    `Story ${story.seed}: ${doors} doors in ${zone} (${levels.join(', ')}), codes set after ${setAfterMs / 1000} s`,
    ...entries.sort(([a], [b]) => a - b).map(([at, what]) => `  ${clock(at)}  ${what}`),
  ].join('\n');
};

const happenings = (ledger: Ledger): [number, string][] => [
  ...ledger.codes.map(({ madeAt, id, doorId, startsAt, endsAt }): [number, string] => [
    madeAt,
    `Seam makes ${id} for ${doorId}, ${new Date(startsAt).toISOString()} to ${Number.isFinite(endsAt) ? new Date(endsAt).toISOString() : 'no end'}`,
  ]),
  ...ledger.told.map(({ at, doors }): [number, string] => [
    at,
    `the guest is told ${doors.map(({ doorId, pin }) => `${doorId} ${pin ?? 'no PIN'}`).join(', ')}`,
  ]),
  ...ledger.notices.map(({ at, severity, cause, text, doorId }): [number, string] => [
    at,
    `staff are told (${severity}, ${cause}, ${doorId}): ${text.slice(0, 150)}`,
  ]),
  ...ledger.answers.map(({ at, revision, outcome }): [number, string] => [
    at,
    `revision ${revision}: ${outcome}`,
  ]),
  ...ledger.closings.map(({ at, how }): [number, string] => [at, `the run ends: ${how}`]),
];

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
