import { condition, proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { DoorToTell } from '../activities/deliver-codes.ts';
import { settledDoorStates } from '../domain/reservation-state.ts';
import { delivering } from './activity-options.ts';
import type { DoorRun } from './door-run.ts';
import { raise } from './raise.ts';
import { keyOf, type Run } from './run.ts';

const { deliverCodes } = proxyActivities<Activities>(delivering);

const OTHER_DOORS_MS = 30_000;
/** Between attempts at a channel that fails; after the last, staff are told and it is given up. */
const pausesMs = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000, 60 * 60_000];

/** Tells guest and PMS of every code once per version of it, until the run is over. */
export async function tellGuest(run: Run, isOver: () => boolean): Promise<void> {
  for (;;) {
    await condition(() => hasSomethingToTell(run) || isOver());
    if (!hasSomethingToTell(run)) return;
    // Codes that become ready together are told together; a door in trouble does not hold up the others.
    await condition(
      () => run.doors.every(({ state }) => settledDoorStates.has(state)) || run.isResting,
      OTHER_DOORS_MS,
    );
    if (hasSomethingToTell(run)) await tellOnce(run);
  }
}

const isNews = ({ state, code, delivered }: DoorRun): boolean =>
  state === 'ready' &&
  code !== null &&
  (delivered?.accessCodeId !== code.accessCodeId || delivered.pinMark !== code.pinMark);

const hasSomethingToTell = (run: Run): boolean => !run.isResting && run.doors.some(isNews);

async function tellOnce(run: Run): Promise<void> {
  const { stay, guest, doorIds } = run.reservation;
  const news = run.doors.filter(isNews).map((door) => ({ door, code: door.code }));
  const doors = run.doors.filter(({ doorId }) => doorIds.includes(doorId)).map(asTold);
  const versions = news.map(({ code }) => `${code?.accessCodeId}.${code?.pinMark}`).join('+');
  const id = `${workflowInfo().workflowId}/${versions}`;
  const failed = await throughAllChannels({ id, key: keyOf(run), stay, guest, doors });

  for (const { door, code } of news) {
    if (!code) continue;
    const at = new Date(Date.now()).toISOString();
    door.delivered = { accessCodeId: code.accessCodeId, pinMark: code.pinMark, at };
    for (const live of door.orphanedCodes) {
      if (live.code.accessCodeId === code.accessCodeId) live.wasDelivered = true;
    }
    if (failed.length > 0) {
      raise(run, door, {
        id: `${code.accessCodeId}/undelivered`,
        kind: 'needs_human',
        severity: 'high',
        cause: `undelivered by ${failed.join(' and ')}`,
        text: `The code is ready, but ${failed.join(' and ')} would not take the message.`,
        options: ['Tell the guest yourself.', 'Mend the channel.'],
      });
    }
  }
}

async function throughAllChannels(delivery: Parameters<Activities['deliverCodes']>[0]): Promise<string[]> {
  let already: string[] = [];
  for (const pauseMs of [...pausesMs, null]) {
    const { sent, failed } = await deliverCodes.executeWithOptions({ summary: 'Tell guest and PMS' }, [
      { ...delivery, already },
    ]);
    already = [...already, ...sent];
    if (failed.length === 0 || pauseMs === null) return failed;
    await condition(() => false, pauseMs, { summary: `Until ${failed.join(' and ')} is tried again` });
  }
  return [];
}

const asTold = (door: DoorRun): DoorToTell => {
  const isReady = door.state === 'ready' && door.code !== null;
  return {
    doorId: door.doorId,
    state: isReady ? 'ready' : door.state === 'refused' ? 'impossible' : 'not_yet',
    accessCodeId: isReady ? (door.code?.accessCodeId ?? null) : null,
    localStart: isReady ? (door.plan?.coverage?.localStart ?? null) : null,
    localEnd: isReady ? (door.plan?.coverage?.localEnd ?? null) : null,
    replacesEarlierPin: isReady && door.delivered !== null && isNews(door),
  };
};
