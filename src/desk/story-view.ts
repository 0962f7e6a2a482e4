import type { Happening } from '../temporal/happenings.ts';
import type { Story } from '../temporal/read-story.ts';
import { followedAfter, messageInWords, type Followed } from './story-messages.ts';
import { stepInWords } from './story-steps.ts';
import { plainly, type Told } from './told.ts';
import { instantInWords } from './when.ts';
import type { Speech } from './words/speech.ts';

/** What the words of a story are made with. */
export interface Teller {
  timeZone: string | null;
  speech: Speech;
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
    return { at: instantInWords(one.at, teller.timeZone, teller.speech.locale), iso: one.at, what };
  });
  return {
    lines: told
      .filter((line) => line.what !== null)
      .filter(({ what }, index, all) => !isSame(what, all[index - 1]?.what))
      .reverse(),
    before: before === 'older' && pages >= MOST_PAGES ? 'too_long' : before,
    next: pages + 1,
  };
};

const isSame = (a: Told | null, b: Told | null | undefined): boolean =>
  a?.text === b?.text && a?.original === b?.original;

/** In a sentence or two; null for what a clerk need not know. */
const inWords = (
  one: Happening,
  previous: Happening | undefined,
  followed: Followed,
  teller: Teller,
): Told | null => {
  switch (one.kind) {
    case 'started':
    case 'message': {
      const said = messageInWords(one, previous, followed, teller);
      return said === null ? null : plainly(said);
    }
    case 'step_done':
    case 'step_failed':
      return stepInWords(one, teller);
    case 'ended':
      return plainly(teller.speech.say('story.ended'));
    case 'continued':
      return null;
  }
};
