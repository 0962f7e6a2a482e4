import type { ReservationStateView } from '../api/contract.ts';
import type { ListedReservation } from '../temporal/listed-reservation.ts';
import { doorInSentences } from './door-sentences.ts';
import { headingOf } from './door-headings.ts';
import { doorPath, reservationPath } from './paths.ts';
import { instantInWords, wallInWords } from './when.ts';

interface Known {
  names: ReadonlyMap<string, string>;
  listed: ListedReservation | null;
  locale: string;
}

type Door = ReservationStateView['doors'][number];
type LiveCode = Door['liveCodes'][number];

/** What the page of a reservation shows of it. */
export const reservationView = (state: ReservationStateView, { names, listed, locale }: Known) => {
  const zone =
    listed?.timeZone ?? state.doors.find(({ plan }) => plan?.coverage)?.plan?.coverage?.timeZone ?? null;
  const nameOf = (doorId: string) =>
    names.get(doorId) ?? listed?.doors.find((door) => door.doorId === doorId)?.name ?? doorId;
  const when = (instant: string | null) => (instant === null ? null : instantInWords(instant, zone, locale));
  const doors = state.doors.map((door) => doorView(door, nameOf(door.doorId), zone, locale));
  const liveCodes = state.doors.flatMap((door) =>
    door.liveCodes.map((live) => liveCodeView(live, nameOf(door.doorId), when)),
  );
  return {
    title: listed?.guestName ?? `Reservation ${state.reservationId}`,
    guest: listed?.guestName ?? null,
    path: reservationPath(state),
    property_id: state.propertyId,
    reservation_id: state.reservationId,
    source: state.source,
    revision: state.revision,
    arrival: wallInWords(state.stay.arrival, locale),
    departure: state.stay.departure && wallInWords(state.stay.departure, locale),
    time_zone: zone,
    nameOf,
    doors,
    open_notices: liveCodes.filter(({ closed }) => closed === null),
    closed_notices: liveCodes.filter(({ closed }) => closed !== null),
    has_code: state.doors.some(({ code, liveCodes: others }) => code !== null || others.length > 0),
  };
};

type When = (instant: string | null) => string | null;

const doorView = (door: Door, name: string, zone: string | null, locale: string) => {
  const { doorId, state, notices, plan, code, delivered } = door;
  const { heading, tone } = headingOf[state];
  return {
    id: doorId,
    name,
    path: doorPath(doorId),
    heading,
    tone,
    words: doorInSentences(door, zone, locale),
    notices: notices.map(({ message }) => message),
    opens: plan?.coverage ? wallInWords(plan.coverage.localStart, locale) : null,
    closes: plan?.coverage ? wallInWords(plan.coverage.localEnd, locale) : null,
    slot: plan?.slot?.name ?? null,
    told: delivered && instantInWords(delivered.at, zone, locale),
    can: {
      retry: !overStates.has(state),
      hold: !overStates.has(state) && state !== 'on_hold' && code === null,
      release: state === 'on_hold',
      reissue: code !== null && !overStates.has(state),
      resend: state === 'ready' && code !== null,
      handle: !overStates.has(state) && state !== 'handled_by_hand',
      unhandle: state === 'handled_by_hand',
    },
  };
};

const overStates = new Set<Door['state']>(['cancelled', 'completed']);

const closings: Record<NonNullable<LiveCode['closed']>['how'], string> = {
  acknowledged: 'decided',
  gone: 'gone, as Seam says',
  expired: 'expired',
  serves_again: 'serves the stay again',
};

const liveCodeView = (live: LiveCode, door: string, when: When) => ({
  notice_id: live.noticeId,
  door,
  severity: live.severity,
  text: live.text,
  until: when(live.code.endsAt),
  options: live.options,
  closed: live.closed && {
    how: closings[live.closed.how],
    at: when(live.closed.at),
    by: live.closed.by ?? null,
    option: live.options.find(({ name }) => name === live.closed?.option)?.text ?? null,
  },
});
