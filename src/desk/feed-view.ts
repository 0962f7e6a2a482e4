import type { ScheduledFeed } from '../temporal/list-feeds.ts';
import type { FeedReading } from '../workflows/import-feed.ts';
import { instantInWords } from './when.ts';

/** What the page of imports shows of a feed. Times are UTC: a feed has no zone. */
export const feedView = ({ feed, isPaused, nextAt, last }: ScheduledFeed, locale: string) => {
  const when = (instant: string) => instantInWords(instant, null, locale);
  return {
    id: feed.id,
    every_minutes: feed.everyMinutes,
    is_paused: isPaused,
    next: nextAt && when(nextAt),
    last: last && when(last.startedAt),
    ...outcomeOf(last === null ? 'never' : (last.reading ?? 'unknown')),
  };
};

interface Outcome {
  tone: 'bad' | 'busy' | 'good' | 'calm';
  heading: string;
  /** Sentences. */
  lines: string[];
  /** Rows that are bad, overlap or were not sent. */
  rows: string[];
  /** How many stays somebody must decide about; null where nobody must. */
  held_for: number | null;
}

const plain = (tone: Outcome['tone'], heading: string, ...lines: string[]): Outcome => ({
  tone,
  heading,
  lines,
  rows: [],
  held_for: null,
});

const outcomeOf = (reading: FeedReading | 'never' | 'unknown'): Outcome => {
  if (reading === 'never') return plain('calm', 'Not read yet');
  if (reading === 'unknown')
    return plain('busy', 'Not known', 'No worker could say how the last reading went.');
  const { standing, heldFor } = reading;
  if (standing.state === 'reading') return plain('busy', 'Being read now');
  if (standing.state === 'failed') {
    return plain('bad', 'Not read', `${standing.why}`, `It failed ${standing.failures} time(s) in a row.`);
  }
  return importedView(standing.imported, heldFor);
};

type Imported = Extract<FeedReading['standing'], { state: 'read' }>['imported'];

const importedView = (imported: Imported, heldFor: number | null): Outcome => {
  const { figures, lacking, failed, overlaps, bad, examples } = imported;
  if (figures === null) return plain('good', 'Read', 'Nothing has changed since the reading before.');
  const { held, doubt, started, changed, sentAgain, cancelled, missing, unchanged, over } = figures;
  const trouble = bad + overlaps + failed;
  const done = `${started} new, ${changed} changed, ${cancelled} cancelled, ${sentAgain} sent again; ${unchanged} as before, ${over} over.`;
  const lines = [
    held === null ? done : `Nothing was done: ${held}.`,
    held !== null && heldFor === null && 'Somebody has decided, or the next reading will see.',
    held === null && missing > 0 && `${missing} are missing, not long enough to count as cancelled.`,
    doubt !== null && `What is missing is not counted: ${doubt}.`,
    trouble > 0 && `Bad rows: ${bad}. Overlaps: ${overlaps}. Not sent: ${failed}.`,
    trouble > examples.length && `The first ${examples.length} of them:`,
  ];
  return {
    tone: held === null ? (trouble > 0 ? 'busy' : 'good') : 'bad',
    heading: held === null ? 'Read' : `Held: ${lacking} stays are missing`,
    lines: lines.filter((line) => line !== false),
    rows: examples,
    held_for: heldFor,
  };
};
