import { upsertMemo, workflowInfo } from '@temporalio/workflow';
import {
  LIST_MEMO,
  readListMemo,
  type ListedDoor,
  type ListedLiveCode,
  type ListMemo,
  type Trouble,
} from '../domain/list-memo.ts';
import { noticesOf, phaseOf, planOf, type Door } from '../domain/door/door.ts';
import { stateOfDoor } from '../domain/door/door-state.ts';
import { reasonOf } from '../domain/door/words.ts';
import type { Run } from './run.ts';

/**
 * Keeps true what lists show of the run. An upsert is an event, and no Action: a quiet run lives with the memo it was
 * started with, where what is not known yet is null. Once there is another reason to write, all that is known goes in.
 */
export const keepMemo = (run: Run): void => {
  if (namedDoors(run).some(isBeingJudged)) return;
  const wanted = memoOf(run);
  const known = readListMemo(workflowInfo().memo?.[LIST_MEMO]);
  if (known !== null && stillHolds(known, wanted)) return;
  upsertMemo({ [LIST_MEMO]: wanted });
};

const namedDoors = ({ reservation, doors }: Run): Door[] =>
  doors.filter(({ doorId }) => reservation.doorIds.includes(doorId));

// It moves on within moments, and what is then known of it goes into the same upsert.
const isBeingJudged = (door: Door): boolean => phaseOf(door).is === 'validating' && door.outage === null;

const memoOf = (run: Run): ListMemo => {
  const { reservation, doors } = run;
  const named = namedDoors(run);
  const zones = named.flatMap(({ timeZone }) => timeZone ?? []);
  return {
    guestName: reservation.guest.name ?? null,
    stay: reservation.stay,
    timeZone: zones[0] ?? reservation.timeZone ?? null,
    doors: named.map(listedDoor),
    liveCodes: doors.flatMap(listedLiveCodes).slice(-MOST_LIVE_CODES),
  };
};

const listedDoor = (door: Door): ListedDoor => ({
  doorId: door.doorId,
  name: door.name,
  opensAt: planOf(door)?.coverage?.startsAt ?? null,
  closesAt: planOf(door)?.coverage?.endsAt ?? null,
  trouble: troubleOf(door),
});

const troubleOf = (door: Door): Trouble | null => {
  const phase = phaseOf(door);
  if (phase.is === 'handled') return { kind: 'handled_by_hand', text: phase.note };
  const state = stateOfDoor(door);
  if (state === 'refused' || state === 'needs_human') return { kind: state, text: reasonOf(door) };
  // A code that is ready opens the door, whether Seam can be asked or not.
  return door.outage !== null && state !== 'ready' ? { kind: 'seam_unreachable', text: '' } : null;
};

// Lists show them by door; hundreds would be read by nobody, and a memo is kept small.
const MOST_LIVE_CODES = 100;

const listedLiveCodes = (door: Door): ListedLiveCode[] =>
  noticesOf(door)
    .filter(({ closed }) => closed === null || closed.how === 'acknowledged')
    .map(({ code: { accessCodeId, startsAt, endsAt } }) => ({
      doorId: door.doorId,
      accessCodeId,
      startsAt,
      endsAt,
    }));

// What the memo leaves out makes it no less true.
const stillHolds = (known: ListMemo, wanted: ListMemo): boolean =>
  isSame({ ...known, timeZone: null, doors: [] }, { ...wanted, timeZone: null, doors: [] }) &&
  isSameOrUnsaid(known.timeZone, wanted.timeZone) &&
  known.doors.length === wanted.doors.length &&
  known.doors.every((door, index) => doorStillHolds(door, wanted.doors[index]));

const doorStillHolds = (known: ListedDoor, wanted: ListedDoor | undefined): boolean =>
  wanted !== undefined &&
  known.doorId === wanted.doorId &&
  isSame(known.trouble, wanted.trouble) &&
  isSameOrUnsaid(known.name, wanted.name) &&
  isSameOrUnsaid(known.opensAt, wanted.opensAt) &&
  isSameOrUnsaid(known.closesAt, wanted.closesAt);

const isSameOrUnsaid = (known: string | null, wanted: string | null): boolean =>
  known === null || known === wanted;

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
