import { ApiProblem, type ProblemKind } from '../api/problem.ts';
import { speechOf, type Speech } from './words/speech.ts';

/** A refusal of the desk's own, which its page says in the language of the page. */
export class DeskProblem extends ApiProblem {
  readonly inWords: (speech: Speech) => string;

  constructor(kind: ProblemKind, inWords: (speech: Speech) => string, extras: { retryAfter?: number } = {}) {
    // The log is English.
    super(kind, inWords(speechOf('en', 'en-GB')), extras);
    this.inWords = inWords;
  }
}
