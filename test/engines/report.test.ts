import { expect, test } from 'vitest';
import { countLines } from '../../bench/engines/driver/lines.ts';
import { putBetween } from '../../bench/engines/driver/report.ts';

test('lines of code are neither blank nor comment alone', () => {
  const source = [
    '/** A docstring. */',
    '/*',
    ' * A longer one.',
    ' */',
    "import 'a';",
    '',
    '  // why',
    'const a = 1; // counted',
  ].join('\n');
  expect(countLines(source)).toBe(2);
});

test('tables are put between their marks, and the text around stays', () => {
  const [begin, end] = ['<!-- code: written by npm run engines -->', '<!-- code: end -->'];
  const text = `before\n${begin}\nold\n${end}\nafter`;
  expect(putBetween(text, 'code', 'new')).toBe(`before\n${begin}\n\nnew\n\n${end}\nafter`);
});

test('a report without the marks is refused and names them', () => {
  expect(() => putBetween('text', 'code', 'new')).toThrow(/code: written by npm run engines/);
});
