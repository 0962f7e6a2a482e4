import type { DoorReport } from '../domain/reservation-state.ts';
import { introducing, plainly, type Told } from './told.ts';
import { instantInWords, wallInWords } from './when.ts';
import { whyInWords } from './why-words.ts';
import type { Speech } from './words/speech.ts';

/** What the run's own state or the API's view of it says of a door. */
export type DoorStanding = Pick<
  DoorReport,
  'state' | 'why' | 'delivered' | 'undelivered' | 'askedAgainAt'
> & {
  code: { accessCodeId: string } | null;
  handledNote?: string | null;
  standIn: { accessCodeId: string; endsAt: string | null } | null;
  problems: readonly { reason: string; message: string }[];
  plan: { issueAt: string | null; coverage: { localStart: string; localEnd: string } | null } | null;
};

/** Where one door stands, in plain sentences for a clerk, on the lock's own clock. */
export const doorInSentences = (door: DoorStanding, timeZone: string | null, speech: Speech): Told => {
  const standing = standingInWords(door, timeZone, speech);
  const kept = standInInWords(door, timeZone, speech);
  return { ...standing, text: [standing.text, kept].filter(Boolean).join(' ') };
};

const standingInWords = (door: DoorStanding, timeZone: string | null, speech: Speech): Told => {
  const { state, why, plan, askedAgainAt } = door;
  const { say, locale } = speech;
  const at = (instant: string) => instantInWords(instant, timeZone, locale);
  if (askedAgainAt) return plainly(say('code.seamAwayUntil', { time: at(askedAgainAt) }));
  switch (state) {
    case 'refused':
      return stuckInWords(door, say('code.none'), speech);
    case 'needs_human':
      return stuckInWords(door, say('code.noneWorks'), speech);
    case 'not_yet_due':
      return plan?.issueAt
        ? plainly(`${say('code.madeOn', { day: at(plan.issueAt) })} ${say('code.changeFreely')}`)
        : inOwnWords(door, say('state.not_yet_due'), speech);
    case 'waiting_until_ready':
      return door.standIn ? plainly(say('code.notReady')) : introducing(speech, say('code.notReady'), why);
    case 'ready':
      return plainly([opening(door, speech), tellingInWords(door, speech)].filter(Boolean).join(' '));
    case 'validating':
      return inOwnWords(door, say('code.checking'), speech);
    case 'creating':
      return inOwnWords(door, say('code.beingMade'), speech);
    case 'on_hold':
      return inOwnWords(door, say('code.onHold'), speech);
    case 'handled_by_hand':
      return plainly(say('code.byHandHow', { note: door.handledNote ?? why }));
    case 'cancelled':
      return inOwnWords(door, say('code.notWanted'), speech);
    case 'completed':
      return inOwnWords(door, say('code.over'), speech);
  }
};

const stuckInWords = (door: DoorStanding, lead: string, speech: Speech): Told => {
  const { problems, why } = door;
  const said = problems.map(({ message }) => message).join(' ') || why;
  if (speech.language === 'en') return plainly(`${lead} ${said}`);
  const kinds = new Set(problems.map(({ reason }) => whyInWords(reason, speech)));
  return { text: [...kinds].join(' ') || lead, original: said };
};

// The run's own sentence says little more than its state does, but names a code that stands in, which the page does too.
const inOwnWords = ({ why, standIn }: DoorStanding, own: string, { language }: Speech): Told =>
  plainly(language === 'en' && !standIn ? why : own);

/** What the guest can use meanwhile. */
const standInInWords = (
  { standIn }: DoorStanding,
  timeZone: string | null,
  speech: Speech,
): string | null => {
  if (!standIn) return null;
  const { say, locale } = speech;
  return standIn.endsAt === null
    ? say('code.standIn')
    : say('code.standInUntil', { time: instantInWords(standIn.endsAt, timeZone, locale) });
};

const tellingInWords = (door: DoorStanding, { say }: Speech): string | null => {
  if (isTold(door)) return null;
  if (door.undelivered?.how === 'unreachable') return say('code.unreachable');
  return say(door.undelivered ? 'code.undelivered' : 'code.untold');
};

const opening = ({ plan }: DoorStanding, { say, locale }: Speech): string => {
  if (!plan?.coverage) return say('code.ready');
  const { localStart, localEnd } = plan.coverage;
  return say('code.readyFrom', { from: wallInWords(localStart, locale), to: wallInWords(localEnd, locale) });
};

const isTold = ({ code, delivered }: DoorStanding): boolean =>
  code !== null && delivered?.accessCodeId === code.accessCodeId;
