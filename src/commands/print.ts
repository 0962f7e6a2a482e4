import { styleText } from 'node:util';
import type { AccessStatus, DoorState } from '../domain/reservation-state.ts';

/** Data goes to stdout, talk to stderr: the one may be piped while the other is read. */
export const out = (text: string): void => void process.stdout.write(`${text}\n`);
export const say = (text: string): void => void process.stderr.write(`${text}\n`);
export const outJson = (data: unknown): void => out(JSON.stringify(data, null, 2));

// All but the line feed. A name from a PMS or a door from Seam must not steer the terminal.
// eslint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** Safe for a terminal, whatever somebody put into a name. */
export const plain = (text: string): string => text.replace(CONTROLS, ' ');

/** Rows in columns, two blanks between them. */
export const columns = (rows: string[][]): string => {
  const cells = rows.map((row) => row.map((cell) => plain(cell).replaceAll('\n', ' ')));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};

type Colour = 'red' | 'yellow' | 'green' | 'bold' | 'dim';

/** Only on a terminal, and not where NO_COLOR is set. */
export const paint = (colour: Colour, text: string): string =>
  styleText(colour, text, { stream: process.stdout });

const colourOf: Partial<Record<DoorState | AccessStatus, Colour>> = {
  ready: 'green',
  refused: 'red',
  needs_human: 'red',
  needs_attention: 'red',
  on_hold: 'yellow',
};

/** A state in words, in the colour of its urgency. */
export const stateText = (state: DoorState | AccessStatus): string => {
  const colour = colourOf[state];
  const words = state.replaceAll('_', ' ');
  return colour ? paint(colour, words) : words;
};
