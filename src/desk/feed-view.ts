import type { ScheduledFeed } from '../temporal/list-feeds.ts';
import type { FeedReading } from '../workflows/import-feed.ts';
import { introducing, plainly, quoting, type Told } from './told.ts';
import { instantInWords } from './when.ts';
import type { Speech } from './words/speech.ts';

/** What the page of imports shows of a feed. Times are UTC: a feed has no zone. */
export const feedView = ({ feed, isPaused, nextAt, last }: ScheduledFeed, speech: Speech) => {
  const when = (instant: string) => instantInWords(instant, null, speech.locale);
  return {
    id: feed.id,
    every_minutes: feed.everyMinutes,
    is_paused: isPaused,
    next: nextAt && when(nextAt),
    last: last && when(last.startedAt),
    ...outcomeOf(last === null ? 'never' : (last.reading ?? 'unknown'), speech),
  };
};

interface Outcome {
  tone: 'bad' | 'busy' | 'good' | 'calm';
  heading: string;
  lines: Told[];
  /** Rows that are bad, overlap or were not sent: English, as the import writes them. */
  rows: string[];
  /** How many stays somebody must decide about; null where nobody must. */
  held_for: number | null;
}

const plain = (tone: Outcome['tone'], heading: string, ...lines: Told[]): Outcome => ({
  tone,
  heading,
  lines,
  rows: [],
  held_for: null,
});

const outcomeOf = (reading: FeedReading | 'never' | 'unknown', speech: Speech): Outcome => {
  const { say } = speech;
  if (reading === 'never') return plain('calm', say('imports.never'));
  if (reading === 'unknown') return plain('busy', say('imports.unknown'), plainly(say('imports.unknownWhy')));
  const { standing, heldFor } = reading;
  if (standing.state === 'reading') return plain('busy', say('imports.reading'));
  if (standing.state === 'failed') {
    const again = plainly(say('imports.failures', { count: standing.failures }));
    return plain('bad', say('imports.failed'), quoting(speech, '', standing.why), again);
  }
  return importedView(standing.imported, heldFor, speech);
};

type Imported = Extract<FeedReading['standing'], { state: 'read' }>['imported'];

const importedView = (imported: Imported, heldFor: number | null, speech: Speech): Outcome => {
  const { say } = speech;
  const { figures, lacking, failed, overlaps, bad, examples } = imported;
  if (figures === null) return plain('good', say('imports.read'), plainly(say('imports.unchanged')));
  const { held, doubt, completeness, missing } = figures;
  const isPart = completeness.extent === 'partial';
  const trouble = bad + overlaps + failed;
  const lines = [
    held === null
      ? plainly(say('imports.figures', countsOf(figures)))
      : introducing(speech, say('imports.nothingDone'), `${held}.`),
    held !== null && heldFor === null && plainly(say('imports.decided')),
    held === null && missing > 0 && plainly(say('imports.missing', { count: missing })),
    doubt !== null && introducing(speech, say('imports.doubt'), `${doubt}.`),
    trouble > 0 && plainly(say('imports.trouble', { bad, overlaps, failed })),
    trouble > examples.length && plainly(say('imports.examples', { count: examples.length })),
  ];
  return {
    tone: held === null ? (trouble > 0 || isPart ? 'busy' : 'good') : 'bad',
    heading:
      held === null
        ? say(isPart ? 'imports.partial' : 'imports.read')
        : say('imports.held', { count: lacking }),
    lines: lines.filter((line) => line !== false),
    rows: examples,
    held_for: heldFor,
  };
};

type Figures = NonNullable<Imported['figures']>;

const countsOf = ({ started, changed, cancelled, sentAgain, unchanged, over }: Figures) => ({
  started,
  changed,
  cancelled,
  sentAgain,
  unchanged,
  over,
});
