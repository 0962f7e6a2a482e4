import { FeedError } from '../entry.ts';
import { feedText } from '../feed-text.ts';

export interface ComponentText {
  /** Where it begins, counted from 1. */
  line: number;
  /** From BEGIN to END; null where the END is missing. */
  text: string | null;
}

interface CalendarParts {
  events: ComponentText[];
  zones: ComponentText[];
}

/**
 * Events and time zones as they stand, each by itself, so that one that can't be read does not take the others with it.
 * Merged files, with headers in the middle, pass.
 * @throws {FeedError} where the text is no calendar, or was cut off
 */
export const splitCalendar = (text: string, fileName: string): CalendarParts => {
  const lines = feedText(text, fileName).split(/\r\n|\n|\r/);
  const names = lines.map((line) => line.trimEnd());
  const first = names.find((line) => line !== '') ?? '';
  if (first.toUpperCase() !== 'BEGIN:VCALENDAR') {
    throw new FeedError(`${fileName} is no iCalendar: expected BEGIN:VCALENDAR on its first line`);
  }
  const last = names.findLastIndex((line) => line !== '');
  if (names[last]?.toUpperCase() !== 'END:VCALENDAR') {
    throw new FeedError(`${fileName} was cut off: expected END:VCALENDAR on its last line, ${last + 1}`);
  }
  return { events: componentsOf('VEVENT', names), zones: componentsOf('VTIMEZONE', names) };
};

const componentsOf = (kind: string, lines: string[]): ComponentText[] => {
  const found: ComponentText[] = [];
  let open: { line: number; lines: string[] } | null = null;
  const close = (isWhole: boolean) => {
    if (open) found.push({ line: open.line, text: isWhole ? open.lines.join('\r\n') : null });
    open = null;
  };
  lines.forEach((line, index) => {
    const name = line.length <= 20 ? line.toUpperCase() : '';
    if (name === `BEGIN:${kind}` || name === 'END:VCALENDAR') close(false);
    if (name === `BEGIN:${kind}`) open = { line: index + 1, lines: [] };
    if (line !== '') open?.lines.push(line);
    if (name === `END:${kind}`) close(true);
  });
  close(false);
  return found;
};
