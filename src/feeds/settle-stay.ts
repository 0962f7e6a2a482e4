import { longestWorkflowId, reservationWorkflowId } from '../domain/ids.ts';
import type { Guest } from '../domain/reservation.ts';
import { zoneClock } from '../domain/zone-clock.ts';
import { contentHash } from './content-hash.ts';
import type { DescribedFeed, Property } from './feed-config.ts';
import type { FeedReading, FeedRow, FoundStay, PassedOverKind } from './feed-row.ts';
import { localStay } from './stay-times.ts';

/** Files a stay where it belongs: a row, passed over with a reason, or bad. */
export const settleStay = (found: FoundStay, feed: DescribedFeed, reading: FeedReading): void => {
  const { place, reservationId } = found;
  const passOver = (kind: PassedOverKind, why: string) =>
    reading.passedOver.push({ kind, reservationId, message: `${place}: ${why}` });
  const refuse = (why: string, propertyId: string | null = null) =>
    reading.bad.push({ source: feed.source, propertyId, reservationId, message: `${place}: ${why}` });

  const reason = whyNoCode(found.meaning, feed);
  if (reason) return void passOver(reason.kind, reason.why);
  if (found.units?.length === 0) return void passOver('unassigned', 'no unit is assigned yet, so no door');

  const properties = propertiesOf(found.units, feed);
  const [property] = properties;
  if (!property) {
    const why = unknownListing(found.units, feed);
    return void (feed.otherListings === 'pass_over' ? passOver('other_listing', why) : refuse(why));
  }
  if (properties.some(({ propertyId }) => propertyId !== property.propertyId)) {
    return void refuse('its units belong to more than one propertyId', property.propertyId);
  }
  const row = toRow(found, feed, properties, property);
  if (typeof row === 'string') return void refuse(row, property.propertyId);
  reading.rows.push(row);
};

const whyNoCode = (
  meaning: FoundStay['meaning'],
  feed: DescribedFeed,
): { kind: PassedOverKind; why: string } | null => {
  switch (meaning) {
    case 'closed':
      return { kind: 'closed', why: 'closed nights: nobody can tell a booking from a block here' };
    case 'tentative':
      return { kind: 'tentative', why: 'not confirmed' };
    case 'over':
      return { kind: 'over', why: 'the guest has left' };
    case 'block':
      return feed.blocks === 'issue' ? null : { kind: 'block', why: 'a block; gets no code' };
    case 'owner_stay':
      return feed.ownerStays === 'issue'
        ? null
        : { kind: 'owner_stay', why: "an owner's stay; gets no code" };
    case 'confirmed':
    case 'cancelled':
      return null;
  }
};

/** Of every unit; none where one of them is not in the configuration. */
const propertiesOf = (units: string[][] | null, { properties }: DescribedFeed): Property[] => {
  const [only] = properties;
  if (only && properties.length === 1 && only.listing === undefined) return [only];
  const found = (units ?? []).map((names) =>
    names
      .map((name) => properties.find(({ listing }) => listing === name))
      .find((property) => property !== undefined),
  );
  return found.every((property) => property !== undefined) ? found : [];
};

const unknownListing = (units: string[][] | null, { properties }: DescribedFeed): string => {
  const named = (units ?? []).flat().map((name) => JSON.stringify(name.slice(0, 80)));
  const known = properties.slice(0, 20).map(({ listing }) => JSON.stringify(listing));
  return `listing ${named.join(' or ') || 'is missing'}: expected one of the configuration: ${known.join(', ')}`;
};

/** The row, or what is wrong with it. */
const toRow = (
  found: FoundStay,
  feed: DescribedFeed,
  properties: Property[],
  { propertyId, timeZone, arrivalTime, departureTime }: Property,
): FeedRow | string => {
  const { reservationId, meaning, revision, place } = found;
  const key = { source: feed.source, propertyId, reservationId };
  if (reservationId === '' || !reservationId.isWellFormed())
    return 'the reservation id is no well-formed text';
  if (reservationWorkflowId(key).length > longestWorkflowId) {
    return `the reservation id has ${reservationId.length} characters: expected a workflow id of at most ${longestWorkflowId}`;
  }
  const zone = zoneClock(timeZone);
  if (!zone) return `timeZone is "${timeZone}": expected an IANA zone`;
  const stay = localStay(found, { zone, arrivalTime, departureTime });
  if (typeof stay === 'string') return stay;
  const content = {
    ...key,
    kind: meaning === 'owner_stay' || meaning === 'block' ? meaning : ('stay' as const),
    status: meaning === 'cancelled' ? ('cancelled' as const) : ('confirmed' as const),
    stay,
    timeZone,
    doorIds: [...new Set(properties.flatMap(({ doors }) => doors))],
    guest: tidyGuest(found.guest),
  };
  return {
    ...content,
    place,
    ...(revision === undefined ? {} : { revision }),
    contentHash: contentHash(content),
  };
};

const tidyGuest = (guest: Guest): Guest =>
  Object.fromEntries(
    Object.entries(guest)
      .map(([field, value]: [string, string]) => [field, value.toWellFormed().trim()] as const)
      .filter(([, value]) => value !== ''),
  );
