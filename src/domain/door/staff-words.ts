import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../live-code.ts';
import { severityBefore, type Deadline } from '../deadlines.ts';
import type { StaffNotice } from '../outgoing.ts';
import type { DueAlarm, Lack } from './alarms.ts';
import type { Door } from './door.ts';
import { stateOfDoor } from './door-state.ts';
import { arrivalSpan } from './stay-span.ts';
import { problemsOf, whyOf } from './words.ts';

/** What staff are told of a door, made from facts. The run adds who it is about. */
export type NoticeText = Omit<StaffNotice, 'key' | 'workflowId' | 'doorId' | 'feedId'>;

export const liveCodeNotice = (live: LiveCode, times: number): NoticeText => ({
  // Told again when something in it changed: a message of its own.
  id: times === 0 ? live.noticeId : `${live.noticeId}/again${times}`,
  kind: 'live_code',
  severity: severityOf(live),
  cause: live.cause,
  text: describeLiveCode(live),
  options: optionsFor(live).map(({ text }) => text),
});

const GIVE_ANOTHER_WAY_IN = 'Give the guest another way in and mark the door as handled.';

export const problemNotice = (door: Door, nowMs: number): NoticeText => {
  const problems = problemsOf(door);
  const isForHumans = stateOfDoor(door) === 'needs_human';
  return {
    id: `${door.doorId}/problem/${nowMs}`,
    kind: isForHumans ? 'needs_human' : 'refused',
    severity: severityBefore(arrivalSpan(door).earliest - nowMs),
    cause: problems[0]?.reason ?? 'seam_needs_attention',
    text: whyOf(door),
    options: [
      isForHumans
        ? 'Fix what Seam names, then retry.'
        : 'Change the stay or the door’s time slots, then retry.',
      GIVE_ANOTHER_WAY_IN,
    ],
  };
};

export const undeliveredNotice = (door: Door, nowMs: number): NoticeText => {
  const { accessCodeId = '', by = [] } = door.undelivered ?? {};
  return {
    id: `${accessCodeId}/undelivered/${nowMs}`,
    kind: 'needs_human',
    severity: 'high',
    cause: `undelivered by ${by.join(' and ')}`,
    text: `The code is ready, but ${by.join(' and ')} did not accept the message.`,
    options: ['Tell the guest yourself.', 'Fix the channel, then resend.'],
  };
};

/** The run before this one ended otherwise than by doing its work. */
export const restartedNotice = (): NoticeText => ({
  id: 'restarted',
  kind: 'needs_human',
  severity: 'medium',
  cause: 'run_ended_early',
  text: 'An earlier run of this reservation failed, or was cancelled or terminated, before its work was done. Another has started; it looks for the codes the first one made.',
  options: ['Look at the earlier run in the Temporal UI for the reason.'],
});

/** Of deadlines that passed together the last one speaks. */
export const deadlineNotice = (door: Door, alarms: readonly DueAlarm[]): NoticeText | null => {
  const alarm = alarms.at(-1);
  if (!alarm) return null;
  return {
    id: `${door.doorId}/${door.wish.since}/${alarm.key}`,
    kind: 'deadline',
    severity: alarm.severity,
    cause: causeOfLack(door, alarm.lack),
    text: textOfLack(door, alarm),
    options: optionsOfLack(alarm.lack),
  };
};

const causeOfLack = (door: Door, { kind }: Lack): string => {
  switch (kind) {
    case 'unreachable':
      return 'unreachable';
    case 'not_told':
      return 'untold';
    case 'rest_of_stay':
    case 'in_doubt':
    case 'no_code':
      return problemsOf(door)[0]?.reason ?? stateOfDoor(door);
  }
};

const textOfLack = (door: Door, { lack, name }: DueAlarm): string => {
  switch (lack.kind) {
    case 'unreachable':
      return `The code is ready, but there is no way to tell the guest, ${name}: no e-mail address that works and no PMS webhook.`;
    case 'not_told':
      return `The code is ready, but nobody has been told, ${name}.`;
    case 'rest_of_stay':
      return `The guest's code works until its end, but there is no code for the rest of the stay, ${beforeEnd[name]}. ${whyOf(door)}`;
    case 'in_doubt':
      return `The guest has a code, but it is not certain that it works, ${name}. ${whyOf(door)}`;
    case 'no_code':
      return `No working code ${name}. ${whyOf(door)}`;
  }
};

const beforeEnd: Record<Deadline['name'], string> = {
  'a day before arrival': 'a day before that',
  'four hours before arrival': 'four hours before that',
  'at arrival': 'now that it has ended',
};

const optionsOfLack = ({ kind }: Lack): string[] => {
  switch (kind) {
    case 'unreachable':
      return [
        'Tell the guest yourself, and mark the door as handled.',
        'Add the guest’s e-mail address in the PMS.',
      ];
    case 'not_told':
      return ['Tell the guest yourself.', 'See why the message is late.'];
    case 'rest_of_stay':
    case 'in_doubt':
    case 'no_code':
      return ['Look at the run and fix what it waits for.', GIVE_ANOTHER_WAY_IN];
  }
};
