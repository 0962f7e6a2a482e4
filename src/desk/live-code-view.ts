import { withOwnOverlaps } from '../api/state-view.ts';
import type { Caller } from '../api/tokens.ts';
import { optionsFor, severityOf, type LiveCode, type Option } from '../domain/live-code.ts';
import { wallInWords } from './when.ts';
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
  const { door, speech, caller } = known;
  const { say } = speech;
  const severity = severityOf(live);
  const { ends } = timesOf(live, known);
  const options = optionsFor(live).map(({ name }) => ({ name, text: optionInWords(name, live, known) }));
  const { closed } = live;
  return {
    notice_id: live.noticeId,
    heading: ends === null ? door : say('live.heading', { door, time: ends }),
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

/** As worked out by the lock's clock when the code was assessed, by the page's until then. */
const timesOf = ({ code, assessment }: LiveCode, known: Known) => ({
  starts: timeInWords(assessment?.local?.startsAt, code.startsAt, known),
  ends: timeInWords(assessment?.local?.endsAt, code.endsAt, known),
});

const timeInWords = (
  local: string | null | undefined,
  utc: string | null,
  { when, speech }: Known,
): string | null => (local ? wallInWords(local, speech.locale) : utc && when(utc));

const liveCodeInWords = (live: LiveCode, known: Known): string => {
  const { door, when, speech } = known;
  const { say } = speech;
  const { starts, ends } = timesOf(live, known);
  const { code, cause, wasDelivered, assessment } = live;
  const opens = {
    code: code.accessCodeId,
    door,
    from: starts ?? say('live.now'),
    to: ends ?? say('live.timeUnknown'),
  };
  return [
    say('live.opens', opens),
    say(cause === 'reissued' && live.replacedBy !== null ? 'live.replaced' : `live.${cause}`),
    say(wasDelivered ? 'live.pinKnown' : 'live.pinUnknown'),
    ...(assessment?.overlaps ?? []).map(({ reservationId, arrivalAt, localArrival }) =>
      say('live.overlap', {
        reservation: reservationId,
        time: localArrival ? wallInWords(localArrival, speech.locale) : when(arrivalAt),
      }),
    ),
  ].join(' ');
};

const optionInWords = (name: Option['name'], live: LiveCode, known: Known): string => {
  const { say } = known.speech;
  const { vendor, userLevelName } = live.code;
  const unknown = say('option.unknown');
  return say(`option.${name}`, {
    stay: String(vendor.stayId ?? unknown),
    site: vendor.siteName ?? unknown,
    level: userLevelName ?? unknown,
    time: timesOf(live, known).ends ?? say('live.timeUnknown'),
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
