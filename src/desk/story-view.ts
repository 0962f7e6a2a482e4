import type { Story } from '../temporal/read-story.ts';
import { happeningInWords } from './story-words.ts';
import { instantInWords } from './when.ts';

/** What happened, newest first; the same thing in a row is said once. */
export const storyView = ({ happenings, isWhole }: Story, timeZone: string | null, locale: string) => {
  const told = happenings
    .map((one) => ({
      at: instantInWords(one.at, timeZone, locale),
      iso: one.at,
      what: happeningInWords(one),
    }))
    .filter(({ what }) => what !== null);
  const lines = told.filter(({ what }, index) => what !== told[index + 1]?.what);
  return { lines, is_whole: isWhole };
};
