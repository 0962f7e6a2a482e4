import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isListable, quoted } from '../../src/temporal/query-text.ts';

// As the server's parser reads a text: up to the first quote that is neither doubled nor behind a backslash.
const read = (query: string): { value: string; rest: string } => {
  let value = '';
  for (let at = 1; at < query.length; at += 1) {
    if (query[at] === '\\') value += query[(at += 1)] ?? '';
    else if (query[at] === "'" && query[at + 1] === "'") value += query[(at += 1)] ?? '';
    else if (query[at] === "'") return { value, rest: query.slice(at + 1) };
    else value += query[at] ?? '';
  }
  throw new Error(`${query} never ends`);
};

test('a quoted value is one text to the parser, whatever is in it', () => {
  const awkward = fc.string({ unit: fc.constantFrom("'", '\\', '"', 'a', ' ') });
  fc.assert(
    fc.property(awkward, (value) => {
      expect(read(`${quoted(value)} AND more`)).toEqual({ value, rest: ' AND more' });
    }),
  );
});

test('what the server can not look for is known', () => {
  expect(["it's", 'a b', 'Ü'].every(isListable)).toBe(true);
  expect(['back\\slash', 'dou"ble', 'two\nlines'].some(isListable)).toBe(false);
});
