import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assumptions } from '../../src/seam-check/assumptions.ts';

const page = readFileSync('docs/assumptions.md', 'utf8');
const rows = [...page.matchAll(/^\| `([a-z0-9-]+)` +\|(.*)\|$/gm)].map(([, id = '', cells = '']) => {
  const [assumed, says, where, lookedAt] = cells.split(' |').map((cell) => cell.trim().replace(/^\| /, ''));
  return { id, assumed, says, where, lookedAt };
});

const lookedAt = {
  reading: /^by reading$/,
  code: /^with the code$/,
  ended: /^after its end$/,
  never: /^no: ./,
};

test('the page has every assumption of seam:check once, and no other', () => {
  expect(rows.map(({ id }) => id).sort()).toEqual(Object.keys(assumptions).sort());
});

test.each(Object.entries(assumptions))(
  '%s is on the page in the same words and with the same stage',
  (id, [stage, words]) => {
    const row = rows.find((other) => other.id === id);
    expect(row?.assumed).toBe(words);
    expect(row?.says).not.toBe('');
    expect(row?.lookedAt).toMatch(lookedAt[stage]);
  },
);

test('each names a file of the simulator', () => {
  const files = rows.map(
    ({ where = '' }) => /\]\(\.\.\/(simulator\/[\w/-]+\.ts)\)/.exec(where)?.[1] ?? where,
  );
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
});
