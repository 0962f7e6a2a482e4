import { minuteText } from '../domain/instant-text.ts';
import { noticesOf, type Door } from '../domain/door/door.ts';
import { stateOfDoor } from '../domain/door/door-state.ts';
import { whyOf } from '../domain/door/words.ts';
import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../domain/live-code.ts';
import type { DoorState } from '../domain/reservation-state.ts';
import type { Run } from './run.ts';

const heading: Record<DoorState, string> = {
  validating: 'Being validated',
  refused: '**Refused**',
  needs_human: '**Needs attention**',
  not_yet_due: 'Planned, not yet due',
  creating: 'Code being made',
  waiting_until_ready: 'Waiting until the code is ready',
  ready: 'Ready',
  on_hold: '**On hold**',
  handled_by_hand: 'Handled manually',
  cancelled: 'Cancelled',
  completed: 'Completed',
};

/** What a human can do about a state; nothing where time or Seam will. */
const whatToDo: Partial<Record<DoorState, string>> = {
  refused: 'Change the stay or the door’s time slots, then `retry`.',
  needs_human: 'Fix what Seam names, then `retry`; or give the guest another way in and `markHandled`.',
  on_hold: '`release` lets it continue.',
  handled_by_hand: '`markHandled` with an empty note resumes.',
};

// Temporal takes 20,000 bytes and cuts nothing: the page says where the rest is.
const MOST_CHARACTERS = 6_000;

/** The page of a run in the Temporal UI, Markdown: what it waits for, since when, and what a human can do. */
export const detailsOf = ({ reservation: { stay }, doors }: Run): string => {
  const { arrival, departure } = stay;
  const open = doors.flatMap((door) => noticesOf(door).filter(({ closed }) => closed === null));
  const lines = [
    `Stay ${minuteText(arrival)} to ${departure === null ? 'no end' : minuteText(departure)}, lock time.`,
    '',
    ...doors.map(describeDoor),
    ...open.map(describeNotice),
  ];
  const text = lines.join('\n');
  return text.length <= MOST_CHARACTERS
    ? text
    : `${text.slice(0, MOST_CHARACTERS)}…\n\nThere is more: the query \`reservationState\` has all of it.`;
};

const describeDoor = (door: Door): string => {
  const state = stateOfDoor(door);
  return [
    `- ${heading[state]}: door \`${door.doorId}\`, since ${minuteText(door.since)} UTC. ${whyOf(door)}`,
    whatToDo[state],
    undeliveredText(door),
  ]
    .filter(Boolean)
    .join(' ');
};

const undeliveredText = ({ undelivered }: Door): string => {
  if (undelivered === null) return '';
  return undelivered.how === 'unreachable'
    ? '**Unreachable**: there is no way to tell the guest.'
    : `**Undelivered**: ${undelivered.by.join(' and ')} did not accept the message.`;
};

const describeNotice = (live: LiveCode): string =>
  [
    `- **Live code**, severity ${severityOf(live)}, notice \`${live.noticeId}\`: ${describeLiveCode(live)}`,
    ...optionsFor(live).map(({ name, text }) => `  - \`${name}\`: ${text}`),
  ].join('\n');
