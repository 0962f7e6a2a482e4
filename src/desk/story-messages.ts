import type { Acknowledgement } from '../workflows/levers.ts';
import type { Reservation, Stay } from '../domain/reservation.ts';
import type { Happening } from '../temporal/happenings.ts';
import type { Teller } from './story-view.ts';
import { wallInWords } from './when.ts';
import { isName, sayNamed } from './words/speech.ts';

/** The reservation as the run knew it at that point; undefined where its earlier history is not at hand. */
export type Followed = Partial<Reservation> | undefined;

/** What the run follows once this has happened: a revision that is not newer changes nothing. */
export const followedAfter = ({ kind, name, input }: Happening, followed: Followed): Followed => {
  if (kind === 'started' || kind === 'continued') return input as Followed;
  if (kind !== 'message' || !(isSender(name) || cancellations.has(name))) return followed;
  const next = input as Followed;
  if (isNoNews(next, followed)) return followed;
  return isSender(name) ? next : { ...followed, revision: next?.revision ?? 0, status: 'cancelled' };
};

/** The messages by which an import and the booking system speak. */
type Sender = 'reservation' | 'applyReservation';

const isSender = (name: string): name is Sender => name === 'reservation' || name === 'applyReservation';

const cancellations: ReadonlySet<string> = new Set(['cancelReservation', 'cancelReservationLater']);

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
  const { say } = teller.speech;
  if (kind === 'started') return say('story.started', { booking: bookingInWords(input as Followed, teller) });
  if (isSender(name)) {
    const next = input as Followed;
    // A run is started with the very word that it is sent first.
    if (previous?.kind === 'started' && next?.revision === followed?.revision) return null;
    return changeInWords(name, next, followed, teller);
  }
  if (cancellations.has(name))
    return say(isNoNews(input as Followed, followed) ? 'story.cancelledLate' : 'story.cancelled');
  return leverInWords(name, input, teller);
};

const bookingInWords = (booking: Followed, teller: Teller): string => {
  const { say } = teller.speech;
  const { stay, doorIds } = booking ?? {};
  if (!stay || !doorIds) return say('story.bookingUnreadable');
  return say('story.booking', { stay: stayInWords(stay, teller), doors: doorsInWords(doorIds, teller) });
};

const changeInWords = (sender: Sender, next: Followed, followed: Followed, teller: Teller): string => {
  const { say } = teller.speech;
  if (followed === undefined || next === undefined)
    return say(`story.${sender}.word`, { booking: bookingInWords(next, teller) });
  if (isNoNews(next, followed)) return say(`story.${sender}.old`);
  if (next.status === 'cancelled') return say(`story.${sender}.cancelled`);
  const changes = changesBetween(followed, next, teller);
  return changes.length > 0
    ? say(`story.${sender}.changed`, { changes: changes.join('; ') })
    : say(`story.${sender}.unchanged`);
};

const changesBetween = (old: Partial<Reservation>, next: Partial<Reservation>, teller: Teller): string[] => {
  const { say } = teller.speech;
  const changes = [
    old.status === 'cancelled' && say('story.change.again'),
    next.stay &&
      old.stay &&
      !isSame(next.stay, old.stay) &&
      say('story.change.stay', { from: stayInWords(old.stay, teller), to: stayInWords(next.stay, teller) }),
    next.doorIds &&
      old.doorIds &&
      !isSame(next.doorIds, old.doorIds) &&
      say('story.change.doors', {
        from: doorsInWords(old.doorIds, teller),
        to: doorsInWords(next.doorIds, teller),
      }),
    !isSame(next.guest, old.guest) && say('story.change.guest'),
  ];
  return changes.filter((change) => typeof change === 'string');
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const stayInWords = ({ arrival, departure }: Stay, { speech: { say, locale } }: Teller): string =>
  say('story.stay', {
    arrival: wallInWords(arrival, locale),
    departure: departure === null ? say('reservation.noEnd') : wallInWords(departure, locale),
  });

const doorsInWords = (doorIds: readonly string[], { nameOf }: Teller): string =>
  doorIds.map(nameOf).join(', ');

/** What people did, and Seam, by the name of the message. */
const leverInWords = (name: string, input: unknown, teller: Teller): string | null => {
  const { say } = teller.speech;
  const door = doorOf(input, teller);
  switch (name) {
    case 'retry':
    case 'reissue':
    case 'hold':
    case 'release':
    case 'resend':
      return say(`story.${name}`, { door });
    case 'markHandled': {
      const { note } = (input ?? {}) as { note?: string };
      return note ? say('story.handled', { door, note }) : say('story.notHandled', { door });
    }
    case 'acknowledge':
      return decisionInWords(input ?? {}, teller);
    case 'seamEvent':
      return say('story.seamEvent');
    default:
      return null;
  }
};

const doorOf = (input: unknown, { nameOf, speech }: Teller): string => {
  const { doorId } = (input ?? {}) as { doorId?: string };
  return doorId === undefined ? speech.say('story.everyDoor') : nameOf(doorId);
};

const decisionInWords = (
  { by, option }: Partial<Acknowledgement>,
  { speech }: Pick<Teller, 'speech'>,
): string => {
  const who = by ?? speech.say('story.somebody');
  const choice = `story.option.${option}`;
  return isName(choice)
    ? speech.say('story.decidedOn', { by: who, option: sayNamed(speech, choice, {}) })
    : speech.say('story.decided', { by: who });
};
