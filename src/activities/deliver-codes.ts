import { log } from '@temporalio/activity';
import type { CodesNews, DoorNews } from '../domain/outgoing.ts';
import type { Guest, ReservationKey, Stay } from '../domain/reservation.ts';
import { isNotifyFault } from '../notify/fault.ts';
import type { Seam } from '../seam/client.ts';
import { toFailure } from './seam-faults.ts';

/** One door to speak of; `accessCodeId` is null unless its code is ready. */
export interface DoorToTell extends Omit<DoorNews, 'pin' | 'doorName'> {
  accessCodeId: string | null;
  /** As Seam named it when the stay was planned; runs of before do not say it. */
  doorName?: string;
}

export interface Delivery {
  /** The same over all attempts. */
  id: string;
  key: ReservationKey;
  stay: Stay;
  guest: Guest;
  doors: DoorToTell[];
  /** Channels that took this message before. */
  already?: string[];
}

/** One way out: the guest's e-mail, the PMS webhook, the log. */
export interface Channel {
  name: string;
  send: () => Promise<void>;
}

export interface Outcome {
  sent: string[];
  failed: string[];
  /** Those of `failed` that no further attempt can help, such as an address that does not exist. */
  hopeless?: string[];
}

interface Dependencies {
  seam: Seam;
  notify: { codesChannels: (news: CodesNews) => Channel[] };
}

/**
 * Tells guest and PMS the PINs, read from Seam at this moment so that none of them passes through a history. A channel
 * that fails is an outcome, not a fault: the others must not be used twice because of it.
 */
export const createDeliverCodes =
  ({ seam, notify }: Dependencies) =>
  async ({ doors, already = [], ...delivery }: Delivery): Promise<Outcome> => {
    try {
      const news = await Promise.all(doors.map((door) => withPin(seam, door)));
      return await sendThrough(notify.codesChannels({ ...delivery, doors: news }), already);
    } catch (error) {
      throw toFailure(error);
    }
  };

/** Each channel on its own; those in `already` are left alone. */
export const sendThrough = async (channels: Channel[], already: string[]): Promise<Outcome> => {
  const open = channels.filter(({ name }) => !already.includes(name));
  const results = await Promise.allSettled(open.map(({ send }) => send()));
  const named = (status: 'fulfilled' | 'rejected') =>
    open.filter((_channel, index) => results[index]?.status === status).map(({ name }) => name);
  for (const result of results) {
    if (result.status === 'rejected')
      log.warn('A channel would not take the message', { reason: String(result.reason) });
  }
  const hopeless = open.filter((_channel, index) => isHopeless(results[index])).map(({ name }) => name);
  return { sent: named('fulfilled'), failed: named('rejected'), hopeless };
};

const isHopeless = (result: PromiseSettledResult<void> | undefined): boolean =>
  result?.status === 'rejected' && isNotifyFault(result.reason) && result.reason.isAddressRefused;

const withPin = async (seam: Seam, { accessCodeId, ...door }: DoorToTell): Promise<DoorNews> => {
  const [doorName, pin] = await Promise.all([
    door.doorName ?? seam.findDoor(door.doorId).then((found) => found?.name ?? door.doorId),
    accessCodeId === null ? null : seam.readPin(accessCodeId),
  ]);
  // Between the run's last look and now the code may have lost its PIN: then it is not ready.
  const state = door.state === 'ready' && pin === null ? 'not_yet' : door.state;
  return { ...door, state, pin, doorName };
};
