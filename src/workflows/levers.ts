import { ApplicationFailure } from '@temporalio/workflow';
import { optionsFor, type LiveCode, type OptionName } from '../domain/live-code.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { orphan, startNewVersion, type DoorRun } from './door-run.ts';
import { isoNow } from './iso-now.ts';
import { stateOf, type Run } from './run.ts';

/** What operators can do to a run. Each is safe to repeat; validators refuse what makes no sense. */

const doorsOf = (run: Run, doorId: string | undefined): DoorRun[] =>
  run.doors.filter((door) => doorId === undefined || door.doorId === doorId);

/** Look again now: validate, and read the codes. Makes no second code. */
export const retry = (run: Run, doorId: string | undefined): ReservationState => {
  for (const door of doorsOf(run, doorId)) {
    door.mustLookAgain = true;
    door.wasHinted = true;
  }
  return stateOf(run);
};

export interface Reissued {
  warning: string;
  state: ReservationState;
}

/** Another code for the same stay. The old one can't be deleted: it gets its notice. */
export const reissue = (run: Run, doorId: string): Reissued => {
  const [door] = doorsOf(run, doorId);
  const old = door?.code;
  if (!door || !old) return { warning: 'There was no code to replace.', state: stateOf(run) };
  orphan(door, old, 'reissued');
  startNewVersion(door);
  door.mustLookAgain = true;
  const warning = `Code ${old.accessCodeId} stays live until ${old.endsAt}; it can't be deleted.`;
  return { warning, state: stateOf(run) };
};

export interface Acknowledgement {
  noticeId: string;
  option: OptionName;
  /** Who decided: a name of staff or of a system. */
  by: string;
}

export const acknowledge = (run: Run, { noticeId, option, by }: Acknowledgement): ReservationState => {
  const live = findNotice(run, noticeId);
  if (live) live.closed ??= { how: 'acknowledged', option, by, at: isoNow() };
  return stateOf(run);
};

export const setHold = (run: Run, doorId: string | undefined, isHeld: boolean): ReservationState => {
  for (const door of doorsOf(run, doorId)) {
    if (door.isHeld === isHeld) continue;
    door.isHeld = isHeld;
    door.mustLookAgain = true;
  }
  return stateOf(run);
};

/** Somebody sees to the door without Staykey: no code is made and no deadline raised. An empty note takes it back. */
export const markHandled = (run: Run, doorId: string, note: string): ReservationState => {
  for (const door of doorsOf(run, doorId)) {
    door.handled = note || null;
    door.mustLookAgain = true;
  }
  return stateOf(run);
};

/** The guest says that no message came: the same codes once more, also by a channel that would not take them. */
export const resend = (run: Run, doorId: string | undefined): ReservationState => {
  for (const door of doorsOf(run, doorId).filter(isToldOf)) {
    door.mustTellGuestAnew = true;
    door.timesResent = (door.timesResent ?? 0) + 1;
    delete door.hopeless;
  }
  return stateOf(run);
};

const isToldOf = ({ state, code }: DoorRun): boolean => state === 'ready' && code !== null;

const findNotice = (run: Run, noticeId: string): LiveCode | undefined =>
  run.doors.flatMap(({ orphanedCodes }) => orphanedCodes).find((live) => live.noticeId === noticeId);

export const mustBeOneOfItsDoors = (run: Run, doorId: string | undefined): void => {
  if (doorId === undefined || run.doors.some((door) => door.doorId === doorId)) return;
  const known = run.doors.map((door) => door.doorId).join(', ');
  throw refusal(`No door "${doorId}" here; this run has ${known}`, 'UnknownDoor');
};

export const mustHaveCode = (run: Run, doorId: string): void => {
  mustBeOneOfItsDoors(run, doorId);
  if (doorsOf(run, doorId).some(({ code }) => code)) return;
  throw refusal(`Door "${doorId}" has no code to replace; use retry`, 'NoCodeToReplace');
};

export const mustHaveReadyCode = (run: Run, doorId: string | undefined): void => {
  mustBeOneOfItsDoors(run, doorId);
  if (doorsOf(run, doorId).some(isToldOf)) return;
  throw refusal('No code is ready to be told of; the guest hears of each by itself', 'NoCodeToTell');
};

export const mustBeOpenNotice = (run: Run, { noticeId, option, by }: Acknowledgement): void => {
  const live = findNotice(run, noticeId);
  if (!live) throw refusal(`No notice "${noticeId}" here`, 'UnknownNotice');
  const options = optionsFor(live).map(({ name }) => name);
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
