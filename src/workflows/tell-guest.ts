import {
  ActivityFailure,
  condition,
  isCancellation,
  patched,
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
import { raise, raiseUntold, untilUntold } from './raise.ts';
import { keyOf, type Run } from './run.ts';
import { showProgress } from './show-progress.ts';

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

const isNews = (run: Run, door: DoorRun): boolean =>
  door.state === 'ready' &&
  door.code !== null &&
  (isNewVersion(door) || door.mustTellGuestAnew === true) &&
  door.hopeless !== versionFor(run, door.code);

const isNewVersion = ({ code, delivered }: DoorRun): boolean =>
  delivered?.accessCodeId !== code?.accessCodeId || delivered?.pinMark !== code?.pinMark;

const versionFor = ({ reservation: { guest } }: Run, { accessCodeId, pinMark }: AccessCode): string =>
  `${accessCodeId}.${pinMark} ${guest.email ?? ''}`;

// Mail programs show a message once that comes again with its id.
const versionTold = ({ timesResent = 0 }: DoorRun, code: AccessCode | null): string =>
  `${code?.accessCodeId}.${code?.pinMark}${timesResent > 0 ? `.again${timesResent}` : ''}`;

const hasSomethingToTell = (run: Run): boolean =>
  !run.isResting && run.doors.some((door) => isNews(run, door));

async function tellOnce(run: Run, raised: Set<string>): Promise<void> {
  const { stay, guest, doorIds } = run.reservation;
  const news = run.doors.filter((door) => isNews(run, door)).map((door) => ({ door, code: door.code }));
  const doors = run.doors.filter(({ doorId }) => doorIds.includes(doorId)).map((door) => asTold(run, door));
  const versions = news.map(({ door, code }) => versionTold(door, code)).join('+');
  const id = `${workflowInfo().workflowId}/${versions}`;
  const untold = news.map(({ door }) => door).filter(isNewVersion);
  bringUpUntold(run, untold);
  const isStale = () => !news.some(({ door }) => isNews(run, door)) || doors.some(isSuperseded(run));
  // Another address of the guest is no news for the PMS.
  const already = news.some(({ door }) => isNewVersion(door)) ? [] : ['pms_webhook', 'log'];
  const delivery = { id, key: keyOf(run), stay, guest, doors };
  const pause: Pause = (pauseMs, summary, isUntold) =>
    pauseUnlessStale(run, isUntold ? untold : [], isStale, { pauseMs, summary });
  const { sent, failed, hopeless } = await throughAllChannels(delivery, already, isStale, pause);
  // It may have waited for a worker all the while.
  bringUpUntold(run, untold, ON_ITS_WAY_MS);

  const isSameGuest = run.reservation.guest.email === guest.email;
  const hasGivenUp = failed.length > 0 && !isStale();
  for (const { door, code } of news) {
    if (!code) continue;
    if (isSameGuest) door.mustTellGuestAnew = false;
    if (sent.length > 0) markDelivered(door, code);
    else if (isSameGuest && hopeless?.length === failed.length && failed.length > 0) {
      door.hopeless = versionFor(run, code);
    }
    setUndelivered(run, door, hasGivenUp ? failed : []);
    const version = versionFor(run, code);
    if (hasGivenUp && !raised.has(version)) {
      raised.add(version);
      raise(run, door, {
        id: `${code.accessCodeId}/undelivered/${Date.now()}`,
        kind: 'needs_human',
        severity: 'high',
        cause: `undelivered by ${failed.join(' and ')}`,
        text: `The code is ready, but ${failed.join(' and ')} would not take the message.`,
        options: ['Tell the guest yourself.', 'Mend the channel.'],
      });
    }
  }
}

/** A message that went out so soon after the arrival alarms nobody. */
const ON_ITS_WAY_MS = 30_000;
const BROUGHT_UP = 'a code that nobody was told of by arrival is brought up';

/** Staff hear of it before the message is tried once more: it may be long on its way. */
const bringUpUntold = (run: Run, doors: readonly DoorRun[], lateByMs = 0): void => {
  for (const door of doors) {
    if (untilUntold(run, door) <= -lateByMs && patched(BROUGHT_UP)) raiseUntold(run, door);
  }
};

type Pause = (pauseMs: number, summary: string, isUntold: boolean) => Promise<unknown>;

/** The next attempt may be an hour away: staff hear at arrival that nobody was told until then. */
const pauseUnlessStale = (
  run: Run,
  untold: readonly DoorRun[],
  isStale: () => boolean,
  { pauseMs, summary }: { pauseMs: number; summary: string },
): Promise<unknown> => {
  const untilLateMs = Math.max(1, Math.min(...untold.map((door) => untilUntold(run, door))));
  // The wait itself, not an async function around it: whoever awaits that goes on a turn later, behind what a door does
  // in the same step, and the histories of runs that waited before there was such a function no longer replay.
  if (untilLateMs >= pauseMs || !patched(BROUGHT_UP)) return condition(isStale, pauseMs, { summary });
  return pauseAcrossArrival(run, untold, isStale, { pauseMs, untilLateMs, summary });
};

async function pauseAcrossArrival(
  run: Run,
  untold: readonly DoorRun[],
  isStale: () => boolean,
  { pauseMs, untilLateMs, summary }: { pauseMs: number; untilLateMs: number; summary: string },
): Promise<void> {
  await condition(isStale, untilLateMs, { summary: 'Until the arrival, as nobody was told yet' });
  if (isStale()) return;
  bringUpUntold(run, untold);
  await condition(isStale, pauseMs - untilLateMs, { summary });
}

const setUndelivered = (run: Run, door: DoorRun, channels: string[]): void => {
  if ((door.undeliveredBy ?? []).join() === channels.join()) return;
  door.undeliveredBy = channels;
  if (patched('undelivered codes show in lists')) showProgress(run);
};

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

async function throughAllChannels(
  delivery: Delivery,
  already: string[],
  isStale: () => boolean,
  pause: Pause,
): Promise<Outcome> {
  const sent: string[] = [];
  for (const pauseMs of [...pausesMs, null]) {
    const outcome = await attempt({ ...delivery, already: [...already, ...sent] });
    sent.push(...outcome.sent);
    const { failed, hopeless = [] } = outcome;
    const isDone = failed.length === hopeless.length;
    if (isDone || pauseMs === null) return { sent, failed, hopeless };
    await pause(pauseMs, `Until ${failed.join(' and ')} is tried again`, sent.length === 0);
    if (isStale()) return { sent, failed, hopeless };
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

const asTold = (run: Run, door: DoorRun): DoorToTell => {
  const isReady = door.state === 'ready' && door.code !== null;
  return {
    doorId: door.doorId,
    ...(door.plan?.doorName === undefined ? {} : { doorName: door.plan.doorName }),
    state: isReady ? 'ready' : door.state === 'refused' ? 'impossible' : 'not_yet',
    accessCodeId: isReady ? (door.code?.accessCodeId ?? null) : null,
    localStart: isReady ? (door.plan?.coverage?.localStart ?? null) : null,
    localEnd: isReady ? (door.plan?.coverage?.localEnd ?? null) : null,
    replacesEarlierPin: isReady && door.delivered !== null && isNewVersion(door) && isNews(run, door),
  };
};
