import {
  ActivityFailure,
  condition,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { Delivery, DoorToTell, Outcome } from '../activities/deliver-codes.ts';
import type { AccessCode } from '../domain/access-code.ts';
import { settledDoorStates } from '../domain/reservation-state.ts';
import { telling } from './activity-options.ts';
import type { DoorRun } from './door-run.ts';
import { isoNow } from './iso-now.ts';
import { raise } from './raise.ts';
import { keyOf, type Run } from './run.ts';

const { deliverCodes } = proxyActivities<Activities>(telling);

const OTHER_DOORS_MS = 30_000;
/** Between attempts at a channel that fails; after the last, staff are told, and only what no channel took is tried anew. */
const pausesMs = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000, 60 * 60_000];

/** Tells guest and PMS of every code once per version of it, until the run is over. */
export async function tellGuest(run: Run, isOver: () => boolean): Promise<void> {
  const raised = new Set<string>();
  for (;;) {
    await condition(() => hasSomethingToTell(run) || isOver());
    if (!hasSomethingToTell(run)) return;
    // Codes that become ready together are told together; a door in trouble does not hold up the others.
    await condition(
      () => run.doors.every(({ state }) => settledDoorStates.has(state)) || run.isResting,
      OTHER_DOORS_MS,
    );
    if (hasSomethingToTell(run)) await tellOnce(run, raised);
  }
}

const isNews = ({ state, code, delivered }: DoorRun): boolean =>
  state === 'ready' &&
  code !== null &&
  (delivered?.accessCodeId !== code.accessCodeId || delivered.pinMark !== code.pinMark);

const hasSomethingToTell = (run: Run): boolean => !run.isResting && run.doors.some(isNews);

async function tellOnce(run: Run, raised: Set<string>): Promise<void> {
  const { stay, guest, doorIds } = run.reservation;
  const news = run.doors.filter(isNews).map((door) => ({ door, code: door.code }));
  const doors = run.doors.filter(({ doorId }) => doorIds.includes(doorId)).map(asTold);
  const versions = news.map(({ code }) => `${code?.accessCodeId}.${code?.pinMark}`).join('+');
  const id = `${workflowInfo().workflowId}/${versions}`;
  const isStale = () => !news.some(({ door }) => isNews(door)) || doors.some(isSuperseded(run));
  const { sent, failed } = await throughAllChannels({ id, key: keyOf(run), stay, guest, doors }, isStale);

  const hasGivenUp = failed.length > 0 && !isStale();
  for (const { door, code } of news) {
    if (!code) continue;
    if (sent.length > 0) markDelivered(door, code);
    if (hasGivenUp && !raised.has(code.accessCodeId)) {
      raised.add(code.accessCodeId);
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

/** A PIN of this message is no longer the one to use. */
const isSuperseded =
  ({ doors }: Run) =>
  ({ doorId, accessCodeId }: DoorToTell): boolean =>
    accessCodeId !== null &&
    doors.some((door) => door.doorId === doorId && door.code?.accessCodeId !== accessCodeId);

const markDelivered = (door: DoorRun, { accessCodeId, pinMark }: AccessCode): void => {
  door.delivered = { accessCodeId, pinMark, at: isoNow() };
  for (const live of door.orphanedCodes) {
    if (live.code.accessCodeId === accessCodeId) live.wasDelivered = true;
  }
};

async function throughAllChannels(delivery: Delivery, isStale: () => boolean): Promise<Outcome> {
  const sent: string[] = [];
  for (const pauseMs of [...pausesMs, null]) {
    const outcome = await attempt({ ...delivery, already: [...sent] });
    sent.push(...outcome.sent);
    const { failed } = outcome;
    if (failed.length === 0 || pauseMs === null) return { sent, failed };
    await condition(isStale, pauseMs, { summary: `Until ${failed.join(' and ')} is tried again` });
    if (isStale()) return { sent, failed };
  }
  return { sent, failed: [] };
}

/** Without Seam there is no PIN to send. */
const attempt = async (delivery: Delivery): Promise<Outcome> => {
  try {
    return await deliverCodes.executeWithOptions({ summary: 'Tell guest and PMS' }, [delivery]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { sent: [], failed: ['Seam'] };
  }
};

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
