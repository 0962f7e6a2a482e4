import { z } from 'zod';
import { isKnownZone } from '../domain/zone-clock.ts';
import { allowances } from './allowances.ts';
import { isKnownCharset } from './charset.ts';
import { csvColumns, csvProfileNames, isWholeMapping } from './csv/csv-profiles.ts';
import { dateFormats } from './csv/csv-dates.ts';
import { FeedError } from './entry.ts';
import { feedHeaders } from './feed-headers.ts';
import { feedLocation, isThisMachine } from './feed-location.ts';
import { meanings } from './feed-row.ts';
import { feedText, parseJson } from './feed-text.ts';

const text = z.string().trim().min(1);
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'expected HH:MM, such as 16:00');
const share = z.number().gt(0).max(1);

// By the names of the WHATWG, as browsers know them.
const charset = z.string().refine(isKnownCharset, 'expected a charset, such as windows-1252 or iso-8859-15');

/** What one listing of a feed is here. `listing` is left out where the whole feed is about this one property. */
const property = z.strictObject({
  listing: text.optional(),
  propertyId: text,
  doors: z.array(text).min(1, 'expected at least one Seam device id'),
  timeZone: z.string().refine(isKnownZone, 'expected an IANA zone, such as Europe/Berlin'),
  arrivalTime: timeOfDay,
  departureTime: timeOfDay,
});
export type Property = z.infer<typeof property>;

/** Of every feed. `absence`: how often a reservation must be missing, and what stops a reading for approval. */
const anyFeed = {
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected lower-case letters, digits and "-"'),
  location: feedLocation,
  headers: feedHeaders.default({}),
  allow: allowances.prefault({}),
  charset: charset.optional(),
  everyMinutes: z.int().min(1).max(1440).default(15),
  absence: z
    .strictObject({
      strikes: z.int().min(1).max(100).default(3),
      leastMinutes: z.int().min(0).max(10_080).default(120),
      shrinkShare: share.default(0.3),
      shrinkLeast: z.int().min(1).default(3),
    })
    .prefault({}),
};

/** Of feeds that do not say themselves which doors they mean. */
const described = {
  ...anyFeed,
  source: text,
  properties: z.array(property).min(1),
  otherListings: z.enum(['report', 'pass_over']).default('report'),
  ownerStays: z.enum(['never', 'issue']).default('never'),
  blocks: z.enum(['never', 'issue']).default('never'),
  statuses: z.record(text, z.enum(meanings)).default({}),
};

const canonicalFeed = z.strictObject({ ...anyFeed, kind: z.literal('canonical') });

const icalFeed = z
  .strictObject({
    ...described,
    kind: z.literal('ical'),
    format: z.enum(['airbnb', 'vrbo', 'booking', 'generic']),
    midnights: z.enum(['dates', 'instants']).optional(),
  })
  .superRefine(({ properties, format, blocks }, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (properties.length !== 1 || properties[0]?.listing !== undefined) {
      fault('properties', 'expected one property without "listing": a calendar is about one listing');
    }
    if (blocks === 'issue' && format === 'airbnb') {
      fault('blocks', 'expected "never": Airbnb gives a running block another identity every day');
    }
    if (blocks === 'issue' && format === 'booking') {
      fault('blocks', 'expected "never": Booking.com shows bookings and closed nights alike');
    }
  });

const csvFeed = z
  .strictObject({
    ...described,
    kind: z.literal('csv'),
    format: z.enum(csvProfileNames),
    delimiter: z.enum([',', ';', 'tab']).default(','),
    dateFormat: z.enum(dateFormats),
    columns: csvColumns.default({}),
  })
  .superRefine(({ properties, format, columns }, context) => {
    refineListings(properties, context);
    if (!isWholeMapping(format, columns)) {
      const message = 'expected at least reservationId, arrival, and departure or lastNight';
      context.addIssue({ code: 'custom', path: ['columns'], message });
    }
  });

const pmsFeed = z
  .strictObject({
    ...described,
    kind: z.literal('pms'),
    format: z.enum([
      'apaleo',
      'beds24',
      'cloudbeds',
      'guesty',
      'hospitable',
      'hostaway',
      'mews',
      'ownerrez',
      'smoobu',
    ]),
  })
  .superRefine(({ properties }, context) => refineListings(properties, context));

const feed = z
  .discriminatedUnion('kind', [canonicalFeed, icalFeed, csvFeed, pmsFeed])
  .superRefine(({ location, allow }, context) => {
    const url = 'url' in location ? URL.parse(location.url) : null;
    if (url?.protocol !== 'http:' || allow.http || isThisMachine(url)) return;
    const message =
      'expected an https address, a file, or env:NAME; http only with "allow": { "http": true }';
    context.addIssue({ code: 'custom', path: ['location'], message });
  });

export type Feed = z.infer<typeof feed>;

export type IcalFeed = z.infer<typeof icalFeed>;
export type CsvFeed = z.infer<typeof csvFeed>;
export type PmsFeed = z.infer<typeof pmsFeed>;
export type DescribedFeed = IcalFeed | CsvFeed | PmsFeed;

const feeds = z.strictObject({ feeds: z.array(feed).min(1) }).superRefine((config, context) => {
  const ids = config.feeds.map(({ id }) => id);
  ids.forEach((id, index) => {
    if (ids.indexOf(id) === index) return;
    context.addIssue({
      code: 'custom',
      path: ['feeds', index, 'id'],
      message: 'expected another: it is taken',
    });
  });
});

/**
 * The feeds of a configuration file (docs/feeds.md).
 * @throws {FeedError} all that is wrong with it, each with its path
 */
export const readFeedConfig = (json: string, fileName: string): Feed[] => {
  const raw = parseJson(feedText(json, fileName), fileName);
  const parsed = feeds.safeParse(raw);
  if (parsed.success) return parsed.data.feeds;
  const problems = parsed.error.issues.map((issue) => `  ${describe(issue, raw)}`);
  throw new FeedError(`${fileName} has ${problems.length} problem(s):\n${problems.join('\n')}`);
};

const refineListings = (properties: Property[], context: z.RefinementCtx): void => {
  const listings = properties.map(({ listing }) => listing);
  listings.forEach((listing, index) => {
    const path = ['properties', index, 'listing'];
    if (listing === undefined && listings.length > 1) {
      context.addIssue({ code: 'custom', path, message: 'expected: there are several properties' });
    } else if (listings.indexOf(listing) !== index) {
      context.addIssue({ code: 'custom', path, message: 'expected another: it is taken' });
    }
  });
};

// An address or a header may hold a secret that was put there by mistake.
const UNQUOTED = /^feeds\.\d+\.(?:location|headers)/;

const describe = (issue: z.core.$ZodIssue, raw: unknown): string => {
  const path = issue.path.join('.');
  const value = issue.path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as never)[key] : undefined),
    raw,
  );
  const isQuoted = typeof value !== 'object' && !UNQUOTED.test(path);
  const quoted = value === undefined ? ' is missing' : isQuoted ? ` is ${JSON.stringify(value)}` : '';
  return `${path || 'the file'}${quoted}: ${issue.message}`;
};
