/**
 * The rules of the story, the same for every engine (README.md). Pure: Temporal's workflow replays them.
 * All instants are milliseconds since 1970.
 */

/** What a PMS says of a reservation. The higher revision holds. */
export interface Booking {
  id: string;
  revision: number;
  doorId: string;
  /** Asked of Seam, ISO 8601. Seam's hours are real ones, the story's are not. */
  startsAt: string;
  endsAt: string;
  arrivesAt: number;
  departsAt: number;
}

/** An access code without its PIN, which no engine stores. */
export interface Code {
  id: string;
  revision: number;
  isSet: boolean;
}

export interface Notice {
  /** Of what is told, so that telling it twice can be seen. */
  key: string;
  reservationId: string;
}

/** An hour of the story, so that a day before arrival passes while somebody watches. */
export const HOUR_MS = 200;

/** The backstop for webhooks that never come. */
export const LOOK_EVERY_MS = 2_000;

/** How often a step is tried before the story looks around it again; first pause and factor between. */
export const tries = { most: 3, firstPauseMs: 500, factor: 2 } as const;

const DEADLINE_HOURS = [24, 4, 0];

export const codeName = (id: string, revision: number): string => `${id}/${revision}`;

export const readCodeName = (name: string): { id: string; revision: number } => {
  const [id = '', revision] = name.split('/');
  return { id, revision: Number(revision) };
};

export const deadlinesOf = ({ id, revision, arrivesAt }: Booking): { at: number; notice: Notice }[] =>
  DEADLINE_HOURS.map((hours) => ({
    at: arrivesAt - hours * HOUR_MS,
    notice: { key: `${id}/${revision}/late-${hours}`, reservationId: id },
  }));

/** To staff, of a code that still opens the door and is not wanted any more. */
export const orphanNotice = (id: string, revision: number): Notice => ({
  key: `${id}/${revision}/orphan`,
  reservationId: id,
});

export const calledOffNotice = (id: string): Notice => ({ key: `${id}/called-off`, reservationId: id });

/** The key under which the guest is told the PIN. */
export const pinKey = ({ id, revision }: Booking): string => `${id}/${revision}/pin`;

/** Deadlines that have passed without a code. */
export const dueNotices = (booking: Booking, now: number): Notice[] =>
  deadlinesOf(booking)
    .filter(({ at }) => at <= now)
    .map(({ notice }) => notice);

/** When the story goes on by itself. */
export const nextTurn = (booking: Booking, isServed: boolean, now: number): number => {
  if (isServed) return booking.departsAt;
  const ahead = deadlinesOf(booking).flatMap(({ at }) => (at > now ? [at] : []));
  return Math.min(...ahead, now + LOOK_EVERY_MS, booking.departsAt);
};
