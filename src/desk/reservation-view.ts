import type { Caller } from '../api/tokens.ts';
import type { DoorReport, DoorState, ReservationState } from '../domain/reservation-state.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import { doorInSentences } from './door-sentences.ts';
import { toneOf } from './door-tones.ts';
import { liveCodeView } from './live-code-view.ts';
import { doorPath, reservationPath } from './paths.ts';
import { instantInWords, wallInWords } from './when.ts';
import { noticeInWords } from './why-words.ts';
import type { Speech } from './words/speech.ts';

interface Known {
  names: ReadonlyMap<string, string>;
  listed: ListedReservation | null;
  speech: Speech;
  caller: Caller;
}

/** What the page of a reservation shows of it. */
export const reservationView = (state: ReservationState, { names, listed, speech, caller }: Known) => {
  const { say, locale } = speech;
  const zone =
    listed?.timeZone ?? state.doors.find(({ plan }) => plan?.coverage)?.plan?.coverage?.timeZone ?? null;
  const nameOf = (doorId: string) =>
    names.get(doorId) ?? listed?.doors.find((door) => door.doorId === doorId)?.name ?? doorId;
  const when = (instant: string) => instantInWords(instant, zone, locale);
  const doors = state.doors.map((door) => doorView(door, nameOf(door.doorId), zone, speech));
  const liveCodes = state.doors.flatMap((door) =>
    door.orphanedCodes.map((live) => liveCodeView(live, { door: nameOf(door.doorId), when, speech, caller })),
  );
  return {
    title: listed?.guestName ?? say('pages.reservation', { reservation: state.reservationId }),
    path: reservationPath(state),
    property_id: state.propertyId,
    reservation_id: state.reservationId,
    source: state.source,
    revision: String(state.revision),
    arrival: wallInWords(state.stay.arrival, locale),
    departure: state.stay.departure ? wallInWords(state.stay.departure, locale) : say('reservation.noEnd'),
    time_zone: zone,
    nameOf,
    doors,
    open_notices: liveCodes.filter(({ closed }) => closed === null),
    closed_notices: liveCodes.filter(({ closed }) => closed !== null),
    has_code: state.doors.some(({ code, orphanedCodes }) => code !== null || orphanedCodes.length > 0),
  };
};

const doorView = (door: DoorReport, name: string, zone: string | null, speech: Speech) => {
  const { say, locale } = speech;
  const { doorId, state, notices, plan, code, standIn, delivered } = door;
  return {
    id: doorId,
    name,
    path: doorPath(doorId),
    heading: say(`state.${state}`),
    tone: toneOf[state],
    words: doorInSentences(door, zone, speech),
    notices: notices.map((notice) => noticeInWords(notice, speech)),
    opens: plan?.coverage ? wallInWords(plan.coverage.localStart, locale) : null,
    closes: plan?.coverage ? wallInWords(plan.coverage.localEnd, locale) : null,
    slot: plan?.slot?.name ?? null,
    told: delivered && instantInWords(delivered.at, zone, locale),
    can: {
      retry: !overStates.has(state),
      hold: !overStates.has(state) && state !== 'on_hold' && (code === null || standIn !== null),
      release: state === 'on_hold',
      // While somebody handles the door no code is made.
      reissue: code !== null && !overStates.has(state) && state !== 'handled_by_hand',
      resend: state === 'ready' && code !== null,
      handle: !overStates.has(state) && state !== 'handled_by_hand',
      unhandle: state === 'handled_by_hand',
    },
  };
};

const overStates = new Set<DoorState>(['cancelled', 'completed']);
