import type { Acknowledgement } from '../workflows/levers.ts';
import type { Reservation, Stay } from '../domain/reservation.ts';
import type { Happening } from '../temporal/happenings.ts';
import type { Teller } from './story-view.ts';
import { wallInWords } from './when.ts';

/** The reservation as the run knew it at that point; undefined where its earlier history is not at hand. */
export type Followed = Partial<Reservation> | undefined;

/** What the run follows once this has happened: a revision that is not newer changes nothing. */
export const followedAfter = ({ kind, name, input }: Happening, followed: Followed): Followed => {
  if (kind === 'started' || kind === 'continued') return input as Followed;
  if (kind !== 'message' || !(name in senders || name in cancellations)) return followed;
  const next = input as Followed;
  if (isNoNews(next, followed)) return followed;
  return name in senders ? next : { ...followed, revision: next?.revision ?? 0, status: 'cancelled' };
};

const senders: Readonly<Record<string, string>> = {
  reservation: 'an import',
  applyReservation: 'the booking system',
};
const cancellations: Readonly<Record<string, true>> = {
  cancelReservation: true,
  cancelReservationLater: true,
};

const isNoNews = (next: Followed, followed: Followed): boolean =>
  (next?.revision ?? 0) <= (followed?.revision ?? -Infinity);

/** What somebody said to the run; null for what a clerk need not know. */
export const messageInWords = (
  one: Happening,
  previous: Happening | undefined,
  followed: Followed,
  teller: Teller,
): string | null => {
  const { kind, name, input } = one;
  if (kind === 'started') return `First heard of: ${bookingInWords(input as Followed, teller)}.`;
  const sender = senders[name];
  if (sender !== undefined) {
    const next = input as Followed;
    // A run is started with the very word that it is sent first.
    if (previous?.kind === 'started' && next?.revision === followed?.revision) return null;
    return changeInWords(sender, next, followed, teller);
  }
  if (name in cancellations) {
    return isNoNews(input as Followed, followed)
      ? 'A cancellation came that is older than what is followed; it was passed over.'
      : 'The reservation was cancelled.';
  }
  return levers[name]?.(input, teller) ?? null;
};

const bookingInWords = (booking: Followed, teller: Teller): string => {
  const { stay, doorIds } = booking ?? {};
  if (!stay || !doorIds) return 'a stay that can’t be read here';
  return `${stayInWords(stay, teller)}, ${doorsInWords(doorIds, teller)}`;
};

const changeInWords = (sender: string, next: Followed, followed: Followed, teller: Teller): string => {
  if (followed === undefined || next === undefined)
    return `Word came from ${sender}: ${bookingInWords(next, teller)}.`;
  if (isNoNews(next, followed)) return `Word from ${sender} held nothing newer, and was passed over.`;
  if (next.status === 'cancelled') return `The reservation was cancelled, says ${sender}.`;
  const changes = [
    followed.status === 'cancelled' && 'booked again',
    next.stay && followed.stay && !isSame(next.stay, followed.stay)
      ? `the stay, from ${stayInWords(followed.stay, teller)} to ${stayInWords(next.stay, teller)}`
      : false,
    next.doorIds && followed.doorIds && !isSame(next.doorIds, followed.doorIds)
      ? `the doors, from ${doorsInWords(followed.doorIds, teller)} to ${doorsInWords(next.doorIds, teller)}`
      : false,
    !isSame(next.guest, followed.guest) && 'who the guest is or how to reach them',
  ].filter((change) => change !== false);
  return changes.length > 0
    ? `Changed by ${sender}: ${changes.join('; ')}.`
    : `Word from ${sender} changed nothing for the doors.`;
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const stayInWords = ({ arrival, departure }: Stay, { locale }: Teller): string =>
  `${wallInWords(arrival, locale)} – ${departure === null ? 'no end' : wallInWords(departure, locale)}`;

const doorsInWords = (doorIds: readonly string[], { nameOf }: Teller): string =>
  doorIds.map(nameOf).join(', ');

const doorOf = (input: unknown, { nameOf }: Teller): string => {
  const { doorId } = (input ?? {}) as { doorId?: string };
  return doorId === undefined ? 'every door' : nameOf(doorId);
};

/** What people did, by the name of the message. */
const levers: Readonly<Record<string, (input: unknown, teller: Teller) => string>> = {
  retry: (input, teller) => `Somebody asked to look again at ${doorOf(input, teller)}.`,
  reissue: (input, teller) => `Somebody asked for another code at ${doorOf(input, teller)}.`,
  hold: (input, teller) => `Somebody put ${doorOf(input, teller)} on hold.`,
  release: (input, teller) => `Somebody took the hold on ${doorOf(input, teller)} back.`,
  resend: (input, teller) => `Somebody asked to tell the guest again, of ${doorOf(input, teller)}.`,
  markHandled: (input, teller) => {
    const { note } = (input ?? {}) as { note?: string };
    const door = doorOf(input, teller);
    return note ? `Somebody sees to ${door} by hand: ${note}` : `Staykey sees to ${door} again.`;
  },
  acknowledge: (input) => {
    const { by, option } = (input ?? {}) as Partial<Acknowledgement>;
    const choice = option === undefined ? '' : `: ${options[option]}`;
    return `${by ?? 'Somebody'} decided about an old code${choice}.`;
  },
  seamEvent: () => 'Seam had news of a code.',
};

const options: Record<Acknowledgement['option'], string> = {
  cancel_at_vendor: 'cancel it in dormakaba’s system',
  change_at_vendor: 'change its times in dormakaba’s system',
  override_at_vendor: 'use another code in its place',
  remove_remotely: 'have it removed remotely',
  visit_door: 'go to the door',
  let_expire: 'let it expire',
};
