import type { CodesNews, DoorNews } from '../domain/outgoing.ts';
import { localeOf, timeInWords } from './local-time.ts';
import { oneLine } from './plain-text.ts';

/** What a guest's templates may use. Every name is always there; null where there is nothing to say. */
export interface GuestMessage {
  locale: string;
  guest_name: string | null;
  reservation_id: string;
  property_id: string;
  arrival: string;
  departure: string | null;
  doors: GuestDoor[];
  ready_count: number;
  all_ready: boolean;
}

interface GuestDoor {
  name: string;
  state: DoorNews['state'];
  pin: string | null;
  opens: string | null;
  closes: string | null;
  replaces_earlier_pin: boolean;
}

/** In the guest's language; where none is known, in the property's. */
export const guestMessage = (
  { key, stay, guest, doors }: CodesNews,
  propertyLocale: string | null,
): GuestMessage => {
  const locale = localeOf(guest.language, propertyLocale);
  const inWords = (iso: string | null) => (iso === null ? null : timeInWords(iso, locale));
  const ready = doors.filter(({ state }) => state === 'ready');
  return {
    locale,
    guest_name: oneLine(guest.name ?? '') || null,
    reservation_id: oneLine(key.reservationId),
    property_id: oneLine(key.propertyId),
    arrival: timeInWords(stay.arrival, locale),
    departure: inWords(stay.departure),
    doors: doors.map((door) => ({
      name: oneLine(door.doorName),
      state: door.state,
      pin: door.pin,
      opens: inWords(door.localStart),
      closes: inWords(door.localEnd),
      replaces_earlier_pin: door.replacesEarlierPin,
    })),
    ready_count: ready.length,
    all_ready: ready.length === doors.length,
  };
};
