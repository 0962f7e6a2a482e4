/** Numbers that are the same for the same seed (mulberry32). */
export interface Chance {
  /** From 0 up to 1. */
  next: () => number;
  between: (low: number, high: number) => number;
  whole: (low: number, high: number) => number;
  oneOf: <T>(weighted: readonly (readonly [weight: number, value: T])[]) => T;
}

export const createChance = (seed: number): Chance => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + (high - low) * next();
  return {
    next,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    oneOf: (weighted) => {
      let left = between(
        0,
        weighted.reduce((sum, [weight]) => sum + weight, 0),
      );
      const found = weighted.find(([weight]) => (left -= weight) < 0) ?? weighted.at(-1);
      if (!found) throw new Error('expected something to choose from');
      return found[1];
    },
  };
};
