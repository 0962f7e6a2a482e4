import { condition, patched, proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { AccessCode } from '../domain/access-code.ts';
import type { LiveCodeCause } from '../domain/live-code.ts';
import { findingOut } from './activity-options.ts';
import { orphan, takeOverFound, whatIsLive, type Doubt, type DoorRun } from './door-run.ts';
import { endOf, isNeeded, keyOf, type Run } from './run.ts';
import { showProgress } from './show-progress.ts';

const { lookForAccessCode } = proxyActivities<Activities>(findingOut);

const MINUTE = 60_000;
const PAUSES_MS = [MINUTE, 10 * MINUTE, 60 * MINUTE];

/** An answer about this version was lost. How soon Seam lists what it made is not documented: look again later. */
export const beginDoubt = (door: DoorRun, version: number): void => {
  if (!patched('codes that are listed late are looked for')) return;
  const others = (door.doubts ?? []).filter((doubt) => !doubt.isOver);
  for (const doubt of others) doubt.isOver ||= doubt.version === version;
  door.doubts = [...others.filter((doubt) => !doubt.isOver), { version, looks: 0, isOver: false }];
};

/** A few looks, ever later, for codes that Seam made and did not list while they were looked for. */
export async function seekLateCodes(run: Run, door: DoorRun, doubt: Doubt): Promise<void> {
  const isOver = () => doubt.isOver || run.isResting;
  while (!isOver()) {
    const pauseMs = PAUSES_MS[doubt.looks];
    const untilEnd = endOf(run.reservation, door) - Date.now();
    doubt.isOver = pauseMs === undefined || untilEnd <= 0;
    if (pauseMs === undefined || untilEnd <= 0) return;
    const summary = 'Until Seam is asked again what an unanswered request made';
    await condition(isOver, Math.min(pauseMs, untilEnd), { summary });
    if (isOver()) return;
    doubt.looks += 1;
    const lookup = { key: keyOf(run), doorId: door.doorId, version: doubt.version };
    const found = await lookForAccessCode.executeWithOptions({ summary: 'Is a code listed only now?' }, [
      lookup,
    ]);
    takeOverLate(run, door, doubt, found);
  }
}

const takeOverLate = (run: Run, door: DoorRun, { version }: Doubt, found: AccessCode[]): void => {
  const known = [door.code, ...door.orphanedCodes.map(({ code }) => code)].map((code) => code?.accessCodeId);
  const late = found.filter(({ accessCodeId }) => !known.includes(accessCodeId));
  const hasNone = door.code === null && door.version === version;
  // It is being asked for at this moment: that request looks as well, and begins a doubt of its own.
  if (late.length === 0 || (hasNone && door.mayExist)) return;
  if (hasNone && isNeeded(run, door)) {
    takeOverFound(door, late);
    door.mustLookAgain = true;
  } else {
    for (const code of late) orphan(door, code, causeNow(run, door));
    if (door.state === 'cancelled') door.why = whatIsLive(door);
  }
  showProgress(run);
};

const causeNow = ({ reservation }: Run, door: DoorRun): LiveCodeCause => {
  if (reservation.status === 'cancelled') return 'cancelled';
  return reservation.doorIds.includes(door.doorId) ? 'made_twice' : 'door_dropped';
};
