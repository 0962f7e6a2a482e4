const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 };

export const HORIZON = 'a whole number of minutes, hours or days, such as 90m, 24h or 3d';

/** `24h` in milliseconds; null for anything else. */
export const horizonMs = (text: string): number | null => {
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(text) ?? [];
  return count === undefined ? null : Number(count) * unitMs[unit as keyof typeof unitMs];
};
