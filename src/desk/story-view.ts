import type { Happening } from '../temporal/happenings.ts';
import type { Story } from '../temporal/read-story.ts';
import { followedAfter, messageInWords, type Followed } from './story-messages.ts';
import { stepInWords } from './story-steps.ts';
import { instantInWords } from './when.ts';

/** What the words of a story are made with. */
export interface Teller {
  timeZone: string | null;
  locale: string;
  nameOf: (doorId: string) => string;
}

/** Pages of events that can be asked for: what is longer is better read in the Temporal UI. */
export const MOST_PAGES = 20;

/** What happened, newest first; the same thing in a row is said once. `pages`: how many were asked for. */
export const storyView = ({ happenings, before }: Story, pages: number, teller: Teller) => {
  let followed: Followed;
  const told = happenings.toReversed().map((one, index, all) => {
    const what = inWords(one, all[index - 1], followed, teller);
    followed = followedAfter(one, followed);
    return { at: instantInWords(one.at, teller.timeZone, teller.locale), iso: one.at, what };
  });
  return {
    lines: told
      .filter(({ what }) => what !== null)
      .filter(({ what }, index, all) => what !== all[index - 1]?.what)
      .reverse(),
    before: before === 'older' && pages >= MOST_PAGES ? 'too_long' : before,
    next: pages + 1,
  };
};

/** In a sentence or two; null for what a clerk need not know. */
const inWords = (
  one: Happening,
  previous: Happening | undefined,
  followed: Followed,
  teller: Teller,
): string | null => {
  switch (one.kind) {
    case 'started':
    case 'message':
      return messageInWords(one, previous, followed, teller);
    case 'step_done':
    case 'step_failed':
      return stepInWords(one, teller);
    case 'ended':
      return 'It was over.';
    case 'continued':
      return null;
  }
};
