import type { LiveCode } from '../src/domain/live-code.ts';
import type { Case, Followed, SeamCode } from './evidence.ts';
import { reservationOf } from './evidence.ts';
import type { Booking, Revision } from './season.ts';
import { localText } from './world.ts';

export interface Invariant {
  name: string;
  /** Must be empty. */
  violations: string[];
  /** What was counted on the way, in words. */
  seen: string;
}

/** With every run at rest. */
export const checkAtRest = (evidence: Case): Invariant[] => [
  silentRuns(evidence),
  lostReservations(evidence),
  wrongPins(evidence),
  latePins(evidence),
  silentDeadlines(evidence),
  toldTwice(evidence),
];

/** An hour of the runs' own time later: by then what Seam did not answer, or did not list, has been found out. */
export const checkAnHourLater = (evidence: Case): Invariant[] => [
  codesMadeTwice(evidence),
  orphansWithoutNotice(evidence),
  cancelledInVain(evidence),
];

const codesMadeTwice = ({ seam, followed, at }: Case): Invariant => {
  const byName = new Map<string, SeamCode[]>();
  for (const code of seam.access_codes) {
    const name = `${code.device_id} ${code.name}`;
    byName.set(name, [...(byName.get(name) ?? []), code]);
  }
  const twice = [...byName.values()].filter((codes) => codes.length > 1);
  const cut = new Set(
    seam.requests.flatMap(({ faults, created_access_code_id: id }) => (id && faults.length > 0 ? [id] : [])),
  );
  const unnoticed = twice.filter((codes) => {
    const told = raisedCodesOf(followed.get(reservationOf(codes[0])));
    // One that is over before the first look opens nothing that anybody could be told of.
    const silent = codes.filter(
      (code) => !told.has(code.access_code_id) && endsAfter(code, at + SOON_OVER_MS),
    );
    return silent.length > 1;
  });
  const afterCut = twice.filter((codes) => codes.some(({ access_code_id }) => cut.has(access_code_id)));
  return {
    name: 'A code made twice and not raised to staff',
    violations: unnoticed.map((codes) => `${codes[0]?.name}: ${codes.length} codes`),
    seen:
      `${seam.access_codes.length} codes made; ${twice.length} names with more than one, ${afterCut.length} of them ` +
      `after an answer that a fault cut off; ${twice.length - unnoticed.length} found and raised as a notice`,
  };
};

const SOON_OVER_MS = 2 * 60_000;

const endsAfter = ({ ends_at }: SeamCode, instant: number): boolean =>
  ends_at === null || Date.parse(ends_at) > instant;

// A run whose history no longer replays answers nothing, and neither does one that no worker takes.
const silentRuns = ({ silent, followed }: Case): Invariant => ({
  name: 'A run that does not say how it stands',
  violations: [...silent],
  seen: `${followed.size} runs answered`,
});

const lostReservations = ({ bookings, startsAt, followed }: Case): Invariant => {
  const lost = bookings.flatMap((booking) => {
    const { reservationId } = booking.key;
    const last = booking.revisions.at(-1);
    const run = followed.get(reservationId);
    // Cancelled before the feed was read for the first time: there was nothing to follow.
    if (!run)
      return booking.via === 'feed' && last?.status === 'cancelled' ? [] : [`${reservationId}: no run`];
    const { revision, stay, doors } = run.state;
    if (booking.via === 'api' && revision !== last?.revision)
      return [`${reservationId}: revision ${revision}, expected ${last?.revision}`];
    const isCancelled = doors.every(({ state }) => state === 'cancelled');
    if (last?.status === 'confirmed' && isCancelled)
      return [`${reservationId}: confirmed, but its run is cancelled`];
    const arrival = localText(startsAt + (last?.arrival ?? 0));
    if (booking.via === 'api' && stay.arrival !== arrival)
      return [`${reservationId}: arrival ${stay.arrival}, expected ${arrival}`];
    return [];
  });
  const ready = [...followed.values()].filter(({ state }) => state.status === 'ready').length;
  return {
    name: 'A reservation lost, or followed by an old revision',
    violations: lost,
    seen: `${bookings.length} booked, ${followed.size} followed, ${ready} of them ready at that moment`,
  };
};

const cancelledInVain = ({ bookings, followed }: Case): Invariant => {
  const cancelled = bookings.filter(({ revisions }) => revisions.at(-1)?.status === 'cancelled');
  const open = cancelled.flatMap(({ key }) => {
    const run = followed.get(key.reservationId);
    const [door] = run?.state.doors ?? [];
    return !door || ['cancelled', 'completed'].includes(door.state)
      ? []
      : [`${key.reservationId}: ${door.state}, ${door.why}`];
  });
  return {
    name: 'A cancelled stay still served an hour later',
    violations: open,
    seen: `${cancelled.length} cancelled`,
  };
};

const wrongPins = ({ seam, events, followed }: Case): Invariant => {
  const codes = new Map(seam.access_codes.map((code) => [`${code.device_id} ${code.code}`, code]));
  const pins = events.flatMap(({ reservationId, doors }) =>
    doors.flatMap(({ doorId, pin }) => (pin === null ? [] : [{ reservationId, doorId, pin }])),
  );
  const foreign = pins.filter(({ reservationId, doorId, pin }) => {
    const code = codes.get(`${doorId} ${pin}`);
    return !code || reservationOf(code) !== reservationId;
  });
  const outdated = [...followed].flatMap(([reservationId, { state }]) => {
    const [door] = state.doors;
    if (door?.state !== 'ready' || !door.code) return [];
    const last = events.filter((event) => event.reservationId === reservationId).at(-1)?.doors[0]?.pin;
    const code = seam.access_codes.find(({ access_code_id }) => access_code_id === door.code?.accessCodeId);
    return last === undefined || code?.code === last
      ? []
      : [`${reservationId}: told another PIN last than its code has`];
  });
  return {
    name: 'A PIN told that is not the one of this reservation’s code',
    violations: [
      ...foreign.map(({ reservationId }) => `${reservationId}: not of a code of its own`),
      ...outdated,
    ],
    seen: `${pins.length} PINs told to the PMS`,
  };
};

/** The stay as it was last known before `at`. */
const stayAt = (booking: Booking, startsAt: number, at: number): Revision | undefined =>
  booking.revisions.filter(({ sentAt }) => startsAt + sentAt <= at).at(-1);

/** Stays that should have begun by now, when a PIN is late for them, and when the guest first had one. */
const begun = ({ bookings, startsAt, at, events, followed, takenAt }: Case) =>
  bookings.flatMap((booking) => {
    const last = booking.revisions.at(-1);
    const stay = stayAt(booking, startsAt, at);
    if (!last || !stay || stay !== last || stay.status === 'cancelled' || startsAt + stay.arrival > at)
      return [];
    const { reservationId } = booking.key;
    const toldAt = events.find(
      (event) => event.reservationId === reservationId && event.doors.some(({ pin }) => pin !== null),
    )?.at;
    const run = followed.get(reservationId);
    const arrivedAt = startsAt + stay.arrival;
    const knownAt = Math.max(run?.startedAt ?? startsAt, takenAt.get(reservationId) ?? 0);
    const lateAt = (knownAt > arrivedAt ? knownAt + LAST_MINUTE_MS : arrivedAt) + ONE_ATTEMPT_MS;
    return at < lateAt
      ? []
      : [{ reservationId, arrivedAt, lateAt, toldAt: toldAt ?? null, notices: run?.notices ?? [] }];
  });

/** As in `deadlinesOf`: a booking that comes after its arrival has so long. */
const LAST_MINUTE_MS = 5 * 60_000;
/** A message that is on its way at that moment is no reason to alarm anybody. */
const ONE_ATTEMPT_MS = 30_000;
/** Staff hear of it with the guest where nothing ran until then. */
const WITH_THE_GUEST_MS = 10_000;

const latePins = (evidence: Case): Invariant => {
  const all = begun(evidence);
  const after = all.filter(({ toldAt, arrivedAt }) => toldAt !== null && toldAt > arrivedAt);
  const late = after.filter(({ toldAt, lateAt }) => (toldAt ?? 0) > lateAt);
  const unsaid = late.filter(
    ({ notices, toldAt }) =>
      !notices.some(({ raisedAt }) => Date.parse(raisedAt) <= (toldAt ?? 0) + WITH_THE_GUEST_MS),
  );
  return {
    name: 'A PIN told late without staff having been told',
    violations: unsaid.map(
      ({ reservationId, toldAt, arrivedAt }) =>
        `${reservationId}: ${((toldAt ?? 0) - arrivedAt) / 1000} s after arrival`,
    ),
    seen: `${all.length} stays began; ${after.length} had their PIN after arrival, ${late.length} of them late`,
  };
};

const silentDeadlines = (evidence: Case): Invariant => {
  const without = begun(evidence).filter(({ toldAt, lateAt }) => toldAt === null || toldAt > lateAt);
  return {
    name: 'An arrival without a told PIN, and staff not told',
    violations: without
      .filter(({ notices }) => notices.length === 0)
      .map(({ reservationId }) => reservationId),
    seen: `${without.length} arrivals whose PIN was late or not told yet`,
  };
};

const orphansWithoutNotice = ({ seam, followed, at }: Case): Invariant => {
  const live = seam.access_codes.filter(
    (code) => code.removed_at === null && endsAfter(code, at + SOON_OVER_MS),
  );
  const unowned = live.filter((code) => {
    const run = followed.get(reservationOf(code));
    const isWanted =
      run?.state.doors.some((door) => door.code?.accessCodeId === code.access_code_id) ?? false;
    return !isWanted && !raisedCodesOf(run).has(code.access_code_id);
  });
  const raised = [...followed.values()].reduce((sum, run) => sum + raisedCodesOf(run).size, 0);
  return {
    name: 'A live code that nobody wants, without a notice',
    violations: unowned.map(({ name, access_code_id }) => `${name} (${access_code_id})`),
    seen: `${live.length} live codes; ${raised} compensation notices`,
  };
};

/** Codes that the run knows to be live and not wanted, and of which staff were told unless they were over by then. */
const raisedCodesOf = (run: Followed | undefined): Set<string> => {
  const lives = run?.state.doors.flatMap(({ orphanedCodes }) => orphanedCodes) ?? [];
  const isRaised = ({ noticeId, closed }: LiveCode) =>
    closed !== null || run?.notices.some(({ id }) => id.endsWith(`/${noticeId}`));
  return new Set(lives.filter(isRaised).map(({ code }) => code.accessCodeId));
};

const toldTwice = ({ events, mails }: Case): Invariant => {
  const versions = new Map<string, Set<string>>();
  for (const { id, reservationId, doors, type } of events) {
    if (type !== 'access_codes.ready') continue;
    for (const { pin } of doors) {
      if (pin === null) continue;
      const version = `${reservationId} ${pin}`;
      versions.set(version, (versions.get(version) ?? new Set()).add(id));
    }
  }
  const again = [...versions].filter(([, ids]) => ids.size > 1);
  const repeats = (ids: string[]) => ids.length - new Set(ids).size;
  return {
    name: 'A code version told in two messages',
    violations: again.map(([version, ids]) => `${version.split(' ')[0]}: ${ids.size} messages`),
    seen:
      `${events.length} webhooks taken, ${repeats(events.map(({ id }) => id))} of them again with the same id; ` +
      `${mails.length} e-mails taken, ${repeats(mails.map(({ messageId }) => messageId))} again with the same Message-ID`,
  };
};
