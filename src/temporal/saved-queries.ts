import type { RunFilter } from './run-filter.ts';

export interface SavedQuery {
  name: string;
  /** The question, for people. */
  answers: string;
  /** What is in angle brackets is for the reader to fill in. */
  filter: RunFilter;
}

/** The lists operators work with; docs/cli.md shows each with its query. */
export const savedQueries: readonly SavedQuery[] = [
  {
    name: 'needs attention',
    answers: 'What must a human decide or mend?',
    filter: { attention: true },
  },
  {
    name: 'arrivals without a code',
    answers: 'Who arrives in the next 24 hours, or is there already, and has no working code?',
    filter: { withoutCode: true, arrivesWithin: '24h' },
  },
  {
    name: 'refused',
    answers: 'Which stays get no code as they are?',
    filter: { refused: true },
  },
  {
    name: 'on hold',
    answers: 'Which wait because an operator holds them, and for nothing worse?',
    filter: { onHold: true },
  },
  {
    name: 'live codes',
    answers: 'Where may a code open a door that nobody wants any more?',
    filter: { liveCodes: true },
  },
  {
    name: "one door's stays",
    answers: 'Who is to stay behind this door?',
    filter: { running: true, door: '<device id>' },
  },
  {
    name: "one property's stays",
    answers: 'Who is to stay at this property?',
    filter: { running: true, property: '<property id>' },
  },
  {
    name: "a code's run",
    answers: 'Which reservation does this access code belong to?',
    filter: { code: '<access code id>' },
  },
  {
    name: 'an import run',
    answers: 'What did this import start?',
    filter: { importRun: '<import run id>' },
  },
  {
    name: 'failed',
    answers: 'Which runs ended in a fault, or were ended from outside? Nobody follows these reservations.',
    filter: { failed: true },
  },
];
