import { setTimeout as pause } from 'node:timers/promises';
import type { Booking, Revision } from './season.ts';
import { localText } from './world.ts';

/** A PMS as the API's guide asks for one: what is not answered well is sent again, until it is. */
export interface Pms {
  /** Resolves when everything was taken. */
  play: () => Promise<void>;
  /** Requests sent, and those that had to be repeated. */
  counts: { requests: number; repeats: number; answers: Record<string, number> };
  /** When the API first said that it has a revision: `reservationId#revision` -> epoch milliseconds. */
  taken: Map<string, number>;
}

interface PmsOptions {
  bookings: readonly Booking[];
  startsAt: number;
  apiUrl: string;
  token: string;
}

const PAUSE_MS = 1_500;
const ANSWERS_WITHIN_MS = 15_000;

export const createPms = ({ bookings, startsAt, apiUrl, token }: PmsOptions): Pms => {
  const counts = { requests: 0, repeats: 0, answers: {} as Record<string, number> };
  const taken = new Map<string, number>();

  const send = async (booking: Booking, revision: Revision): Promise<void> => {
    await pause(Math.max(0, startsAt + revision.sentAt - Date.now()));
    for (;;) {
      counts.requests += 1;
      const status = await request(booking, revision).catch(() => 0);
      const answer = `${revision.status === 'cancelled' ? 'DELETE' : 'PUT'} ${status || 'no answer'}`;
      counts.answers[answer] = (counts.answers[answer] ?? 0) + 1;
      // 409: a newer one overtook it. 404: cancelled before the booking got through, which the PMS then never sends.
      if ([200, 201, 202, 409].includes(status)) {
        taken.set(`${booking.key.reservationId}#${revision.revision}`, Date.now());
        return;
      }
      if (status >= 400 && status < 500 && ![404, 408, 429].includes(status))
        throw new Error(`The API answered ${status} to ${booking.key.reservationId} #${revision.revision}`);
      counts.repeats += 1;
      await pause(PAUSE_MS);
    }
  };

  const request = async ({ key, doorId, guest }: Booking, revision: Revision): Promise<number> => {
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
    await response.body?.cancel();
    return response.status;
  };

  return {
    counts,
    taken,
    play: async () => {
      await Promise.all(
        bookings
          .filter(({ via }) => via === 'api')
          // A cancellation waits until its booking is known; anything else may overtake.
          .map(async (booking) => {
            for (const revision of booking.revisions) await send(booking, revision);
          }),
      );
    },
  };
};
