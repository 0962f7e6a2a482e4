import { deadlineRules } from './deadline-rules.ts';
import type { JudgedState, Ledger, Violation } from './ledger.ts';
import { messageRules } from './message-rules.ts';
import { momentRules } from './moment-rules.ts';

export interface Judging {
  /** Rules that do not apply yet. */
  except: readonly string[];
}

export const judgeMoment = (
  ledger: Ledger,
  state: JudgedState | null,
  now: number,
  { except }: Judging,
): Violation[] =>
  momentRules
    .filter(({ name }) => !except.includes(name))
    .flatMap(({ name, check }) =>
      check({ ledger, state, now }).map((text) => ({ rule: name, at: now, text })),
    );

export const judgeStory = (ledger: Ledger, endedAt: number, { except }: Judging): Violation[] => [
  ...ledger.mishaps,
  ...[...deadlineRules, ...messageRules]
    .filter(({ name }) => !except.includes(name))
    .flatMap(({ name, check }) => check(ledger, endedAt).map(({ at, text }) => ({ rule: name, at, text }))),
];
