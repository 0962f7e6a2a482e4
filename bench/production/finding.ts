/** One line of the report. */
export interface Finding {
  what: string;
  figure: string;
  /** Of the figure; absent where it is only told. */
  goal?: { text: string; isMet: boolean };
}

export interface Findings {
  title: string;
  /** How it was measured, in a few sentences. */
  how: string;
  findings: Finding[];
}

export const atMost = (limit: number, value: number, unit = '×') => ({
  text: `at most ${limit}${unit}`,
  isMet: value <= limit,
});

export const atLeast = (limit: number, value: number, unit = '×') => ({
  text: `at least ${limit.toLocaleString('en-US')}${unit}`,
  isMet: value >= limit,
});
