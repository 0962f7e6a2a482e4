import { setTimeout as pause } from 'node:timers/promises';
import type { Invariant } from './invariants.ts';
import type { Booking, Revision } from './season.ts';
import { localText } from './world.ts';

/** A PMS as the API's guide asks for one: what is not answered well is sent again, until it is. */
export interface Pms {
  /** Resolves when everything was taken. */
  play: () => Promise<void>;
  counts: {
    requests: number;
    /** Of them, again after an answer that was missing or bad. */
    repeats: number;
    answers: Record<string, number>;
    /** Older revisions that arrived after a newer one was followed, and were told so. */
    stale: number;
  };
  /** When a reservation was last said to be followed, epoch milliseconds by its id. */
  takenAt: Map<string, number>;
  /** An older revision that was taken although a newer one was followed; a refusal that nothing here asks for; a call never taken. */
  wrongAnswers: string[];
}

interface PmsOptions {
  bookings: readonly Booking[];
  startsAt: number;
  /** What was not taken by then, epoch milliseconds, is told and not sent any more. */
  givesUpAt: number;
  apiUrl: string;
  token: string;
}

const PAUSE_MS = 1_500;
const ANSWERS_WITHIN_MS = 15_000;
/** By how much a call is late that another one overtakes. */
const OVERTAKEN_BY_MS = 3_000;

export const createPms = ({ bookings, startsAt, givesUpAt, apiUrl, token }: PmsOptions): Pms => {
  const counts: Pms['counts'] = { requests: 0, repeats: 0, answers: {}, stale: 0 };
  const wrongAnswers: string[] = [];
  const takenAt = new Map<string, number>();
  /** The newest revision that a run was said to follow. */
  const followed = new Map<Booking, number>();

  const send = async (booking: Booking, revision: Revision, at: number): Promise<void> => {
    await pause(Math.max(0, startsAt + at - Date.now()));
    for (;;) {
      const newest = followed.get(booking) ?? 0;
      counts.requests += 1;
      const { status, problem } = await request(booking, revision).catch(() => noAnswer);
      const answer = `${revision.status === 'cancelled' ? 'DELETE' : 'PUT'} ${problem ?? (status || 'no answer')}`;
      counts.answers[answer] = (counts.answers[answer] ?? 0) + 1;
      const isFollowed = status === 200 || status === 201;
      // 404: a cancellation overtook its booking.
      const isFinal = isFollowed || (status >= 400 && status < 500 && ![404, 408, 429].includes(status));
      const isRight = isFollowed ? revision.revision >= newest : problem === STALE || problem === OVER;
      if (isFinal && !isRight)
        wrongAnswers.push(`${answer} to ${booking.key.reservationId} #${revision.revision}`);
      if (isFollowed) {
        followed.set(booking, Math.max(newest, revision.revision));
        takenAt.set(booking.key.reservationId, Date.now());
      }
      if (problem === STALE) counts.stale += 1;
      // 202: kept, and not looked at yet.
      if (isFinal || status === 202) return;
      if (Date.now() > givesUpAt) {
        wrongAnswers.push(`${booking.key.reservationId} #${revision.revision} was never taken: ${answer}`);
        return;
      }
      counts.repeats += 1;
      await pause(PAUSE_MS);
    }
  };

  const request = async ({ key, doorId, guest }: Booking, revision: Revision): Promise<Answered> => {
    const path = `${apiUrl}/v1/reservations/${key.source}/${key.propertyId}/${key.reservationId}`;
    const isCancelled = revision.status === 'cancelled';
    const response = await fetch(isCancelled ? `${path}?revision=${revision.revision}` : path, {
      method: isCancelled ? 'DELETE' : 'PUT',
      headers: {
        authorization: `Bearer ${token}`,
        ...(isCancelled ? {} : { 'content-type': 'application/json' }),
      },
      ...(isCancelled
        ? {}
        : {
            body: JSON.stringify({
              revision: revision.revision,
              arrival: localText(startsAt + revision.arrival),
              departure: localText(startsAt + revision.departure),
              doors: [doorId],
              guest,
            }),
          }),
      signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
    });
    const text = await response.text();
    const { type } = (response.status === 409 ? JSON.parse(text) : {}) as { type?: string };
    return { status: response.status, problem: type?.split(':').at(-1) ?? null };
  };

  const play = async (booking: Booking): Promise<void> => {
    const { order, revisions } = booking;
    const [first, last] = [revisions[0], revisions.at(-1)];
    if (!first || !last || first === last || order === 'as sent') {
      for (const revision of revisions) await send(booking, revision, revision.sentAt);
    } else if (order === 'oldest again') {
      for (const revision of revisions) await send(booking, revision, revision.sentAt);
      await send(booking, first, last.sentAt + OVERTAKEN_BY_MS);
    } else {
      await Promise.all([
        send(booking, last, last.sentAt),
        send(booking, first, last.sentAt + OVERTAKEN_BY_MS),
      ]);
    }
  };

  return {
    counts,
    takenAt,
    wrongAnswers,
    play: async () => {
      await Promise.all(bookings.filter(({ via }) => via === 'api').map(play));
    },
  };
};

/** What the API said to calls that came late, twice or in another order than they were sent. */
export const pmsAnswers = ({ counts, wrongAnswers }: Pms): Invariant => ({
  name: 'An older revision taken in place of a newer one, or a call refused or never taken',
  violations: wrongAnswers,
  seen: `${counts.requests} calls, ${counts.stale} of them of an older revision and told so`,
});

interface Answered {
  status: number;
  /** The API's name of a conflict. */
  problem: string | null;
}

const noAnswer: Answered = { status: 0, problem: null };
const STALE = 'stale-revision';
const OVER = 'run-over';
