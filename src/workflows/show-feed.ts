import { setCurrentDetails } from '@temporalio/workflow';
import type { FeedImported } from '../activities/import-feed.ts';
import type { ImportProgress } from '../domain/import-progress.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { minuteText } from '../domain/instant-text.ts';
import { isoNow } from './iso-now.ts';

/** How a reading went, for people. */
export type Standing =
  /** Null before the reading has said how far it is. */
  | { state: 'reading'; progress: ImportProgress | null }
  | { state: 'failed'; why: string; failures: number }
  | { state: 'read'; imported: FeedImported };

/** Tells operators how the reading of a feed went, on the run's own page: costs nothing. Markdown. */
export const showFeed = (feed: Feed, standing: Standing): void =>
  setCurrentDetails(
    [
      `Feed \`${feed.id}\`, every ${feed.everyMinutes} min. ${minuteText(isoNow())} UTC:`,
      '',
      ...linesOf(standing),
    ].join('\n'),
  );

const linesOf = (standing: Standing): string[] => {
  switch (standing.state) {
    case 'reading':
      return [`Being read.${standing.progress ? ` ${describeProgress(standing.progress)}` : ''}`];
    case 'failed':
      return [`**Not read**, ${standing.failures} times in a row: ${standing.why}`];
    case 'read':
      return describeImported(standing.imported);
  }
};

const describeProgress = ({ done, of }: ImportProgress): string =>
  `${done.toLocaleString('en-US')} of ${of.toLocaleString('en-US')} sent.`;

const describeImported = ({ figures, lacking, failed, overlaps, bad, examples }: FeedImported): string[] => {
  if (figures === null) return ['Not changed since the last reading.'];
  const { held, doubt, completeness, started, changed, sentAgain, cancelled, missing, unchanged, over } =
    figures;
  const outcome =
    held === null
      ? `${started} started, ${changed} changed, ${sentAgain} sent again, ${cancelled} cancelled, ${unchanged} unchanged, ${over} over.`
      : `**Held**, nothing was done: ${held}. ${lacking} are missing. \`approve\` with \`missing\` ${lacking} cancels them; \`reject\` says that the feed is wrong.`;
  return [
    outcome,
    ...(held === null && missing > 0 ? [`${missing} are missing, not long enough to count.`] : []),
    ...(completeness.extent === 'partial' ? ['**Not the whole feed.** New and changed stays continue.'] : []),
    ...(doubt === null ? [] : [`What is missing is not counted: ${doubt}.`]),
    ...(bad + overlaps + failed > 0 ? [`${bad} bad, ${overlaps} overlaps, ${failed} not sent:`] : []),
    ...examples.map((example) => `- ${example}`),
  ];
};
