import { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { progressBar } from '../../src/commands/progress-bar.ts';

const terminal = (columns: number, isTTY = true) => {
  let written = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, written_) => {
      written += chunk.toString();
      written_();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY, columns, rows: 24 }),
    /** What was drawn over each other, in turn. */
    lines: () => stripVTControlCharacters(written).split('\n').filter(Boolean),
  };
};

const run = (columns: number, isTTY?: boolean, steps = 2_000) => {
  const { stream, lines } = terminal(columns, isTTY);
  const bar = progressBar(2_000, stream);
  for (let step = 0; step < steps; step += 1) bar.step();
  bar.done();
  return lines();
};

test.each([100, 60, 30, 16])('on %i columns it keeps to one line, from none to all', (columns) => {
  const lines = run(columns);
  expect(lines[0]).toMatch(/^(░{5,} )? {3}0 of 2000$/);
  expect(lines.at(-1)).toMatch(/^(█{5,} )?2000 of 2000/);
  for (const line of lines) expect(line.length).toBeLessThan(columns);
});

test('it is not drawn anew for each of many steps, and ends with how far it came', () => {
  const lines = run(80, true, 1_234);
  expect(lines.length).toBeLessThan(100);
  expect(lines.at(-1)).toMatch(/█+░+ 1234 of 2000/);
});

test('where nobody looks nothing is written', () => {
  expect(run(80, false)).toEqual([]);
});
