import type { EventFields } from './event-fields.ts';

const shapes = [
  /\/reservations?\/(?:details\/)?([A-Z0-9]{5,30})\b/,
  /\b(?:confirmation|reservation|booking)[ -]?(?:code|id|number|no\.?)[ \t]*[:#][ \t]*([A-Za-z0-9-]{4,40})\b/i,
];

/**
 * The code of a reservation, from the address or the description of an event. It stays when the dates change; some
 * platforms give the event another UID then, or every day. Null where there is none.
 */
export const reservationCode = ({ url, description, summary }: EventFields): string | null => {
  for (const shape of shapes) {
    const code = shape.exec(url)?.[1] ?? shape.exec(description)?.[1];
    if (code !== undefined) return code;
  }
  return /\((HM[A-Z0-9]{8})\)/.exec(summary)?.[1] ?? null;
};
