import { patched, upsertMemo, workflowInfo } from '@temporalio/workflow';
import {
  LIST_MEMO,
  readListMemo,
  type ListedDoor,
  type ListedLiveCode,
  type ListMemo,
  type Trouble,
} from '../domain/list-memo.ts';
import type { DoorRun } from './door-run.ts';
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
  if (patched('the memo follows the run')) upsertMemo({ [LIST_MEMO]: wanted });
};

const namedDoors = ({ reservation, doors }: Run): DoorRun[] =>
  doors.filter(({ doorId }) => reservation.doorIds.includes(doorId));

// It moves on within moments, and what is then known of it goes into the same upsert.
const isBeingJudged = ({ state, plan, unanswered = 0 }: DoorRun): boolean =>
  state === 'validating' && plan === null && unanswered === 0;

const memoOf = (run: Run): ListMemo => {
  const { reservation, doors } = run;
  const named = namedDoors(run);
  const zones = named.flatMap(({ plan }) => plan?.coverage?.timeZone ?? []);
  return {
    guestName: reservation.guest.name ?? null,
    stay: reservation.stay,
    timeZone: zones[0] ?? reservation.timeZone ?? null,
    doors: named.map(listedDoor),
    liveCodes: doors.flatMap(listedLiveCodes),
  };
};

const listedDoor = (door: DoorRun): ListedDoor => ({
  doorId: door.doorId,
  name:
    door.plan?.doorName ??
    door.orphanedCodes.find(({ assessment }) => assessment)?.assessment?.doorName ??
    null,
  opensAt: door.plan?.coverage?.startsAt ?? null,
  closesAt: door.plan?.coverage?.endsAt ?? null,
  trouble: troubleOf(door),
});

const troubleOf = ({ state, why, unanswered = 0 }: DoorRun): Trouble | null => {
  if (state === 'refused' || state === 'needs_human' || state === 'handled_by_hand')
    return { kind: state, text: why };
  // A code that is ready opens the door, whether Seam can be asked or not.
  return unanswered > 0 && state !== 'ready' ? { kind: 'seam_unreachable', text: '' } : null;
};

const listedLiveCodes = ({ doorId, orphanedCodes }: DoorRun): ListedLiveCode[] =>
  orphanedCodes
    .filter(({ closed }) => closed === null || closed.how === 'acknowledged')
    .map(({ code: { accessCodeId, startsAt, endsAt } }) => ({ doorId, accessCodeId, startsAt, endsAt }));

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
