import { withOwnOverlaps } from '../api/state-view.ts';
import type { Caller } from '../api/tokens.ts';
import { optionsFor, severityOf, type LiveCode, type Option } from '../domain/live-code.ts';
import type { Speech } from './words/speech.ts';

interface Known {
  door: string;
  /** On the clock of the door. */
  when: (instant: string) => string;
  speech: Speech;
  caller: Caller;
}

/** A code that opens a door and is not wanted: what a clerk reads of it, and can decide. */
export const liveCodeView = (live: LiveCode, known: Known) => {
  const { door, when, speech, caller } = known;
  const { say } = speech;
  const severity = severityOf(live);
  const { endsAt } = live.code;
  const options = optionsFor(live).map(({ name }) => ({
    name,
    text: optionInWords(name, live, speech, when),
  }));
  const { closed } = live;
  return {
    notice_id: live.noticeId,
    heading: endsAt === null ? door : say('live.heading', { door, time: when(endsAt) }),
    severity,
    severity_text: say(`severity.${severity}`),
    text: liveCodeInWords(withOwnOverlaps(live, caller), known),
    options,
    closed:
      closed &&
      [
        closingInWords(closed, known),
        ...options.flatMap(({ name, text }) => (chosen(closed) === name ? text : [])),
      ].join(' '),
  };
};

const liveCodeInWords = (live: LiveCode, { door, when, speech: { say } }: Known): string => {
  const { code, cause, wasDelivered, assessment } = live;
  const opens = {
    code: code.accessCodeId,
    door,
    from: code.startsAt === null ? say('live.now') : when(code.startsAt),
    to: code.endsAt === null ? say('live.timeUnknown') : when(code.endsAt),
  };
  return [
    say('live.opens', opens),
    say(`live.${cause}`),
    say(wasDelivered ? 'live.pinKnown' : 'live.pinUnknown'),
    ...(assessment?.overlaps ?? []).map(({ reservationId, arrivalAt }) =>
      say('live.overlap', { reservation: reservationId, time: when(arrivalAt) }),
    ),
  ].join(' ');
};

const optionInWords = (
  name: Option['name'],
  { code }: LiveCode,
  { say }: Speech,
  when: Known['when'],
): string => {
  const unknown = say('option.unknown');
  return say(`option.${name}`, {
    stay: String(code.vendor.stayId ?? unknown),
    site: code.vendor.siteName ?? unknown,
    level: code.userLevelName ?? unknown,
    time: code.endsAt === null ? say('live.timeUnknown') : when(code.endsAt),
  });
};

type Closed = NonNullable<LiveCode['closed']>;

const closingInWords = (closed: Closed, { door, when, speech: { say } }: Known): string => {
  const values = { door, time: when(closed.at) };
  return closed.how === 'acknowledged' && closed.by
    ? say('live.acknowledgedBy', { ...values, by: closed.by })
    : say(`live.${closed.how}`, values);
};

const chosen = (closed: Closed): string | null => (closed.how === 'acknowledged' ? closed.option : null);
