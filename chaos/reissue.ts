import type { ProductionStack } from '../src/stack/stack.ts';
import type { PmsEvent } from './receivers.ts';
import type { Booking } from './season.ts';

interface Reissue extends Pick<ProductionStack, 'apiUrl' | 'apiToken'> {
  bookings: readonly Booking[];
  events: readonly PmsEvent[];
}

/** An operator has another code made for the stays whose guests were told one last. One that is over by now says so. */
export const reissueLatest = async (
  { apiUrl, apiToken, bookings, events }: Reissue,
  count: number,
): Promise<void> => {
  const toldLast = [...new Set(events.map(({ reservationId }) => reservationId).reverse())];
  const stays = toldLast
    .map((id) => bookings.find(({ key }) => key.reservationId === id))
    .filter((booking) => booking?.revisions.at(-1)?.status === 'confirmed')
    .slice(0, count);
  for (const booking of stays) {
    if (!booking) continue;
    const { key, doorId } = booking;
    await fetch(`${apiUrl}/v1/reservations/${key.source}/${key.propertyId}/${key.reservationId}/reissue`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ doorId }),
      signal: AbortSignal.timeout(10_000),
    }).catch(() => undefined); // the API may be the next thing that is down
  }
};
