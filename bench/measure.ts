import { cpus, type as system } from 'node:os';

/** Of several rounds. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

export const spreadOf = (values: readonly number[]): Spread => {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { min: at(0), median: at(0.5), max: at(1) };
};

/** `share` of 1: 0.5 is the median, 0.99 what only one in a hundred exceeds. */
export const quantileOf = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(share * values.length) - 1] ?? NaN;

/** `1.12 (1.09 to 1.20)`. */
export const spreadText = ({ min, median, max }: Spread, digits = 2): string =>
  `${numberText(median, digits)} (${numberText(min, digits)} to ${numberText(max, digits)})`;

export const numberText = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What the figures were taken on. */
export const machineText = (): string => {
  const [cpu] = cpus();
  return `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${system()}, Node ${process.version}`;
};
