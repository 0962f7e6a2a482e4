import { ApplicationFailure } from '@temporalio/workflow';
import { heldCodeOf, isWanted, noticesOf, phaseOf, segmentOf, type Door } from '../domain/door/door.ts';
import type { Message } from '../domain/door/events.ts';
import { isReady } from '../domain/door/fit.ts';
import { optionsFor, type LiveCode, type OptionName } from '../domain/live-code.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { doorOf, post, stateOf, type Run } from './run.ts';

/** What operators can do to a run. Each is safe to repeat; validators refuse what makes no sense. */

const doorsOf = (run: Run, doorId: string | undefined): Door[] =>
  run.doors.filter((door) => doorId === undefined || door.doorId === doorId);

/** Posts one event to one door or to all, and answers with how things stand after it. */
export const pull = (
  run: Run,
  doorId: string | undefined,
  event: Extract<Message, { is: 'retry' | 'hold' | 'release' | 'resend' }>,
): ReservationState => {
  const doors = doorsOf(run, doorId).filter((door) => event.is !== 'resend' || isTellable(door));
  for (const door of doors) post(run, door.doorId, event);
  return stateOf(run);
};

export interface Reissued {
  warning: string;
  state: ReservationState;
}

/** Another code for the same stay. The old one can't be deleted: it serves until the other is ready, and gets its notice then. */
export const reissue = (run: Run, doorId: string): Reissued => {
  const before = doorOf(run, doorId);
  post(run, doorId, { is: 'reissue' });
  return { warning: reissueWarning(before, doorOf(run, doorId)), state: stateOf(run) };
};

const reissueWarning = (before: Door, after: Door): string => {
  const old = heldCodeOf(before)?.code;
  if (!old) return 'There was no code to replace.';
  const until = old.endsAt === null ? 'and has no end' : `until ${old.endsAt}`;
  const lives = `Code ${old.accessCodeId} stays live ${until}; it can't be deleted.`;
  const phase = phaseOf(after);
  if (phase.is === 'handled')
    return 'The door is handled manually: no code is made until it is resumed. Resume it, then reissue.';
  if (after.isHeld) return `${lives} The door is on hold: the new code is made once it is released.`;
  if (after === before || after.epoch === before.epoch)
    return `${lives} Another code was asked for before; nothing new is started.`;
  return `${lives} It serves until the new one is ready.`;
};

export interface Acknowledgement {
  noticeId: string;
  option: OptionName;
  /** Who decided: a name of staff or of a system. */
  by: string;
}

export const acknowledge = (run: Run, acknowledgement: Acknowledgement): ReservationState => {
  const found = findNotice(run, acknowledgement.noticeId);
  if (found) post(run, found.doorId, { is: 'acknowledged', ...acknowledgement });
  return stateOf(run);
};

/** Somebody sees to this stay without Staykey: no code is made and no deadline raised. An empty note resumes. */
export const markHandled = (run: Run, doorId: string, note: string): ReservationState => {
  post(run, doorId, note === '' ? { is: 'resume' } : { is: 'handled', note });
  return stateOf(run);
};

const isTellable = (door: Door): boolean => {
  const phase = phaseOf(door);
  return isWanted(door) && phase.is === 'serving' && isReady(phase.held);
};

const findNotice = (run: Run, noticeId: string): { doorId: string; live: LiveCode } | undefined =>
  run.doors
    .flatMap((door) => noticesOf(door).map((live) => ({ doorId: door.doorId, live })))
    .find(({ live }) => live.noticeId === noticeId);

export const mustBeOneOfItsDoors = (run: Run, doorId: string | undefined): void => {
  if (doorId === undefined || run.doors.some((door) => door.doorId === doorId)) return;
  const known = run.doors.map((door) => door.doorId).join(', ');
  throw refusal(`No door "${doorId}" here; this run has ${known}`, 'UnknownDoor');
};

export const mustHaveCode = (run: Run, doorId: string): void => {
  mustBeOneOfItsDoors(run, doorId);
  const door = doorOf(run, doorId);
  if (heldCodeOf(door) !== null || segmentOf(door).standIn !== null) return;
  throw refusal(`Door "${doorId}" has no code to replace; use retry`, 'NoCodeToReplace');
};

export const mustHaveReadyCode = (run: Run, doorId: string | undefined): void => {
  mustBeOneOfItsDoors(run, doorId);
  if (doorsOf(run, doorId).some(isTellable)) return;
  throw refusal('No code is ready to be sent; the guest hears of each as it becomes ready', 'NoCodeToTell');
};

export const mustBeOpenNotice = (run: Run, { noticeId, option, by }: Acknowledgement): void => {
  const found = findNotice(run, noticeId);
  if (!found) throw refusal(`No notice "${noticeId}" here`, 'UnknownNotice');
  const options = optionsFor(found.live).map(({ name }) => name);
  if (!options.includes(option)) {
    throw refusal(
      `"${option}" is not open for notice "${noticeId}"; expected one of ${options.join(', ')}`,
      'UnknownOption',
    );
  }
  if (!by) throw refusal('by: expected who decided', 'NobodyDecided');
};

const refusal = (message: string, type: string): ApplicationFailure =>
  ApplicationFailure.nonRetryable(message, type);
