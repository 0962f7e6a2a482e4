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
import type { Door, Undelivered } from '../domain/door/door.ts';
import { stateOfDoor } from '../domain/door/door-state.ts';
import { isToldOf, owedCode, tellableCode } from '../domain/door/telling.ts';
import { settledDoorStates } from '../domain/reservation-state.ts';
import { delivery as deliveryOptions } from './activity-options.ts';
import { doorOf, keyOf, mustRest, postAnswer, type Run } from './run.ts';

const { deliverCodes } = proxyActivities<Activities>(deliveryOptions);

const OTHER_DOORS_MS = 30_000;
/** Between attempts at a channel that fails. After the last, staff are told, and it is tried on at that pace. */
const pausesMs = [5_000, 30_000, 2 * 60_000, 10 * 60_000, 30 * 60_000, 60 * 60_000];

/** Tells guest and PMS of every code once per version of it. */
export async function tellGuest(run: Run): Promise<void> {
  // Codes that become ready together are told together; a door in trouble does not hold up the others.
  const areSettled = () => run.doors.every((door) => settledDoorStates.has(stateOfDoor(door)));
  while (hasSomethingToTell(run)) {
    await condition(() => areSettled() || mustRest(), OTHER_DOORS_MS);
    if (hasSomethingToTell(run)) await tellOnce(run);
  }
}

export const hasSomethingToTell = (run: Run): boolean =>
  !run.isClosing && !mustRest() && run.doors.some((door) => owedCode(door) !== null);

const isSameVersion = (
  a: { accessCodeId: string; pinMark: string | null },
  b: { accessCodeId: string; pinMark: string | null },
): boolean => a.accessCodeId === b.accessCodeId && a.pinMark === b.pinMark;

interface News {
  doorId: string;
  code: AccessCode;
  epoch: number;
  isNewVersion: boolean;
  resends: number;
}

async function tellOnce(run: Run): Promise<void> {
  const { stay, guest, doorIds } = run.reservation;
  const news = run.doors.flatMap((door): News[] => {
    const code = owedCode(door)?.code;
    const { doorId, epoch, resends, told } = door;
    if (!code) return [];
    return [{ doorId, code, epoch, resends, isNewVersion: told === null || !isSameVersion(told, code) }];
  });
  const doors = run.doors.filter(({ doorId }) => doorIds.includes(doorId)).map(asTold);
  const message: Delivery = {
    id: `${workflowInfo().workflowId}/${news.map(versionTold).join('+')}`,
    key: keyOf(run),
    stay,
    guest,
    doors,
  };
  // Another address of the guest is no news for the PMS.
  const isRepeat = !news.some(({ isNewVersion }) => isNewVersion);
  const already = isRepeat ? ['pms_webhook'] : [];
  const sent: string[] = [];
  const isStale = () => mustRest() || isOvertaken(run, news, doors);

  for (let failures = 0; ; failures += 1) {
    const outcome = await attempt({ ...message, already: [...already, ...sent] });
    sent.push(...outcome.sent);
    const { failed, hopeless = [] } = outcome;
    const isDone = failed.length === hopeless.length;
    const isTaken = sent.length > 0 || (isRepeat && failed.length === 0);
    const how = isDone ? outcomeFor(isTaken, failed) : failures >= pausesMs.length ? 'failing' : null;
    const isSameGuest = run.reservation.guest.email === guest.email;
    record(run, news, { isTaken, isSameGuest, how, by: failed });
    if (isDone) return;
    const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? OTHER_DOORS_MS;
    await condition(isStale, pauseMs, { summary: `Until ${failed.join(' and ')} is tried again` });
    if (isStale()) return;
  }
}

const outcomeFor = (isTaken: boolean, failed: string[]): Undelivered['how'] | null => {
  if (failed.length > 0) return 'refused';
  return isTaken ? null : 'unreachable';
};

// Mail programs show a message once that comes again with its id.
const versionTold = ({ code, resends }: News): string =>
  `${code.accessCodeId}.${code.pinMark}${resends > 0 ? `.again${resends}` : ''}`;

/** A PIN of this message is no longer the one to use. */
const isOvertaken = (run: Run, news: News[], doors: DoorToTell[]): boolean =>
  !news.some(({ doorId, code }) => {
    const current = tellableCode(doorOf(run, doorId))?.code;
    return current !== undefined && isSameVersion(current, code);
  }) ||
  doors.some(
    ({ doorId, accessCodeId }) =>
      accessCodeId !== null && tellableCode(doorOf(run, doorId))?.code.accessCodeId !== accessCodeId,
  );

interface Fared {
  isTaken: boolean;
  /** The address is still the one the message went to. */
  isSameGuest: boolean;
  how: Undelivered['how'] | null;
  by: string[];
}

/** What came of it, as a fact of each door. */
const record = (run: Run, news: News[], { isTaken, isSameGuest, how, by }: Fared): void => {
  for (const { doorId, epoch, code } of news) {
    const { accessCodeId, pinMark } = code;
    if (isTaken) postAnswer(run, doorId, epoch, { is: 'told', accessCodeId, pinMark, isSameGuest });
    if (how !== null && isSameGuest)
      postAnswer(run, doorId, epoch, { is: 'not_told', accessCodeId, pinMark, how, by });
  }
};

/** Without Seam there is no PIN to send. */
const attempt = async (message: Delivery): Promise<Outcome> => {
  try {
    return await deliverCodes.executeWithOptions({ summary: 'Tell guest and PMS' }, [message]);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return { sent: [], failed: ['Seam'] };
  }
};

const asTold = (door: Door): DoorToTell => {
  const held = tellableCode(door);
  return {
    doorId: door.doorId,
    ...(door.name === null ? {} : { doorName: door.name }),
    state: held ? 'ready' : stateOfDoor(door) === 'refused' ? 'impossible' : 'not_yet',
    accessCodeId: held?.code.accessCodeId ?? null,
    localStart: held?.coverage?.localStart ?? null,
    localEnd: held?.coverage?.localEnd ?? null,
    replacesEarlierPin: held !== null && door.told !== null && !isToldOf(door, held),
  };
};
