import { expect, test } from 'vitest';
import { columns, plain } from '../../src/commands/print.ts';

test('columns are as wide as what is in them, and rows stay one line', () => {
  expect(
    columns([
      ['A', 'B'],
      ['long one', 'x\ny'],
      ['s', ''],
    ]),
  ).toBe('A         B\nlong one  x y\ns');
});

test('what somebody put into a name does not steer the terminal', () => {
  expect(plain('Front\u001b[2J\u0007 door\r')).toBe('Front [2J  door ');
  expect(columns([['\u001b]0;owned\u0007']])).toBe(' ]0;owned');
});
