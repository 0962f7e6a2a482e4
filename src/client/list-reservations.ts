import type { ListedReservation, ReservationList } from './answers.ts';
import type { CallOptions } from './options.ts';
import type { ListQuery } from './requests.ts';
import type { Send } from './send.ts';

/** One by one with `for await`; each page is asked for when the one before is used up. */
export interface ReservationListing extends AsyncIterable<ListedReservation> {
  /** Page by page; `next` of a page is a `cursor` to go on from later. */
  pages: () => AsyncIterable<ReservationList>;
}

export const listReservations = (
  send: Send,
  query: ListQuery,
  options: CallOptions | undefined,
): ReservationListing => {
  async function* pages(): AsyncGenerator<ReservationList> {
    let cursor = query.cursor;
    for (;;) {
      const page: ReservationList = await send(
        { method: 'GET', path: '/v1/reservations', query: { ...query, cursor }, isRepeatable: true },
        options,
      );
      yield page;
      if (page.next === null) return;
      cursor = page.next;
    }
  }
  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const { reservations } of pages()) yield* reservations;
    },
  };
};
