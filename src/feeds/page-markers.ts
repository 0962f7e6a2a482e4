import { whole, type Completeness } from '../domain/completeness.ts';

/** By which fields an answer says whether there is more. Paths are dotted; a name that is not there says nothing. */
export interface PageMarkers {
  /** How many reservations there are in all. */
  total?: string;
  /** The most that one answer holds, and how many it leaves out before its first. */
  limit?: string;
  offset?: string;
  /** This page, counted from 1, and the last one. */
  page?: string;
  pages?: string;
  /** The next page, or that there is one: null, false or empty on the last. */
  next?: string;
}

/**
 * Whether an answer with `shown` entries is all there is, by its own markers. One that says there is more is believed
 * against all others. Addresses and cursors are not quoted: a token may be in them.
 */
export const completenessOf = (answer: unknown, markers: PageMarkers, shown: number): Completeness => {
  const number = (name: keyof PageMarkers) => countOf(valueAt(answer, markers[name]));
  const total = number('total');
  const limit = number('limit');
  const offset = number('offset') ?? 0;
  const page = number('page') ?? 1;
  const pages = number('pages');
  const next = valueAt(answer, markers.next);

  const partial = (why: string): Completeness => ({ extent: 'partial', why });
  const of = total !== null && total > shown ? `, ${shown} of ${total} reservations` : '';
  if (pages !== null && pages > page) return partial(`it is page ${page} of ${pages}${of}`);
  if (page > 1) return partial(`it is page ${page}: expected all pages from the first${of}`);
  if (offset > 0)
    return partial(`"${markers.offset}" is ${offset}: expected an answer from the first reservation${of}`);
  if (of) return partial(`it has ${shown} of ${total} reservations, by its "${markers.total}"`);
  if (next) return partial(`its "${markers.next}" says that there are more`);

  const isLast = next !== undefined || pages !== null || total !== null;
  if (isLast || (limit !== null && shown < limit)) return whole;
  const expected = [markers.next, markers.pages, markers.total].filter((name) => name !== undefined);
  return {
    extent: 'unknown',
    why: `it does not say whether there are more pages: expected ${expected.map((name) => `"${name}"`).join(' or ')}`,
  };
};

/**
 * The same for an answer whose markers nobody has described: what commonly says that there is more is believed, and
 * without it the answer is whole.
 */
export const completenessByCommonNames = (answer: unknown, shown: number): Completeness => {
  const found = commonMarkers.map((markers) => completenessOf(answer, markers, shown));
  return found.find(({ extent }) => extent === 'partial') ?? whole;
};

const commonMarkers: PageMarkers[] = [
  { total: 'total', page: 'page', pages: 'totalPages', limit: 'limit', offset: 'offset', next: 'next' },
  { total: 'count', page: 'page', pages: 'pages', next: 'hasMore' },
  { next: 'next_page_url' },
  { next: 'nextPage' },
  { next: 'nextCursor' },
];

const valueAt = (answer: unknown, path: string | undefined): unknown =>
  path
    ?.split('.')
    .reduce<unknown>(
      (at, name) =>
        typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined,
      answer,
    );

// Some write their counts as texts.
const countOf = (value: unknown): number | null => {
  const count = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && Number(count) >= 0 ? Number(count) : null;
};
