import type { z } from 'zod';
import type { Completeness } from '../../domain/completeness.ts';
import { FeedError } from '../entry.ts';
import type { PmsFeed } from '../feed-config.ts';
import type { FeedReading, FoundStay, Meaning } from '../feed-row.ts';
import { feedText, parseJson } from '../feed-text.ts';
import { completenessOf } from '../page-markers.ts';
import { settleStay } from '../settle-stay.ts';
import { apaleo } from './apaleo.ts';
import { beds24 } from './beds24.ts';
import { cloudbeds } from './cloudbeds.ts';
import { guesty } from './guesty.ts';
import { hospitable } from './hospitable.ts';
import { hostaway } from './hostaway.ts';
import { mews } from './mews.ts';
import { ownerrez } from './ownerrez.ts';
import type { Pms, PmsStay } from './pms.ts';
import { smoobu } from './smoobu.ts';

const systems: Record<PmsFeed['format'], Pms> = {
  apaleo,
  beds24,
  cloudbeds,
  guesty,
  hospitable,
  hostaway,
  mews,
  ownerrez,
  smoobu,
};

/**
 * Stays from an answer of a PMS: its list, the bare array, or one object in place of the list.
 * @throws {FeedError} where the text is none of these
 */
export const readPms = (feed: PmsFeed, text: string, fileName: string, reading: FeedReading): void => {
  const pms = systems[feed.format];
  const statuses = { ...pms.statuses, ...feed.statuses };
  const { list, completeness } = listOf(parseJson(feedText(text, fileName), fileName), pms, fileName);
  reading.completeness = completeness;
  list.forEach((raw, index) => {
    const reservationId = idOf(raw);
    const entry = `${fileName}, entry ${index + 1}`;
    const place = reservationId === null ? entry : `${entry} (${reservationId.slice(0, 80)})`;
    const refuse = (why: string, id: string | null = reservationId) =>
      reading.bad.push({
        source: feed.source,
        propertyId: null,
        reservationId: id,
        message: `${place}: ${why}`,
      });
    const parsed = pms.stays.safeParse(raw, { reportInput: true });
    if (!parsed.success) return void refuse(parsed.error.issues.map(describe).join('; '));
    for (const { status, kind, ...stay } of parsed.data) {
      const meaning = meaningOf(status, kind, statuses);
      if (typeof meaning === 'string') settleStay({ ...stay, place, meaning }, feed, reading);
      else refuse(meaning.fault, stay.reservationId);
    }
  });
};

const listOf = (
  json: unknown,
  { list: name, pages }: Pms,
  fileName: string,
): { list: unknown[]; completeness: Completeness } => {
  if (Array.isArray(json)) return { list: json, completeness: bareList(name) };
  const within = isObject(json) ? json[name] : undefined;
  if (Array.isArray(within))
    return { list: within, completeness: completenessOf(json, pages, within.length) };
  if (isObject(within)) return { list: [within], completeness: oneReservation };
  throw new FeedError(
    `${fileName}: expected an array, or an object with "${name}"; is it an answer that failed?`,
  );
};

// The PMS writes beside its list whether there is more.
const bareList = (name: string): Completeness => ({
  extent: 'unknown',
  why: `it is a bare list, which may be one page of several: expected the whole answer around "${name}"`,
});

const oneReservation: Completeness = { extent: 'partial', why: 'it is one reservation and no list' };

/** Unknown statuses are reported, never guessed. */
const meaningOf = (
  status: string,
  kind: PmsStay['kind'],
  statuses: Record<string, Meaning>,
): FoundStay['meaning'] | { fault: string } => {
  const meaning = Object.hasOwn(statuses, status) ? statuses[status] : undefined;
  if (meaning === undefined) {
    const known = Object.keys(statuses).join(', ');
    return {
      fault: `status is ${JSON.stringify(status.slice(0, 40))}: expected one of ${known}; others need a meaning in "statuses"`,
    };
  }
  return meaning === 'confirmed' ? (kind ?? meaning) : meaning;
};

const describe = ({ path, message, input }: z.core.$ZodIssue): string => {
  const isQuoted = typeof input !== 'object' && input !== undefined && !/guest/i.test(String(path[0]));
  const value = isQuoted
    ? ` is ${JSON.stringify(input)?.slice(0, 80)}`
    : input === undefined
      ? ' is missing'
      : '';
  return `${path.join('.') || 'the entry'}${value}: ${message}`;
};

const idOf = (raw: unknown): string | null => {
  if (!isObject(raw)) return null;
  const found = raw['id'] ?? raw['_id'] ?? raw['Id'] ?? raw['reservationID'];
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
