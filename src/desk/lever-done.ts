import { isName, sayNamed, type Speech } from './words/speech.ts';

/** What is said after a lever was pulled, by its name in the path; null for anything else that may stand in an address. */
export const leverDone = (lever: string | undefined, speech: Speech): string | null => {
  const name = `done.${lever}`;
  return isName(name) ? sayNamed(speech, name, {}) : null;
};
