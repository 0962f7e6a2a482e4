interface Span {
  from: number;
  to: number;
}

/** Each with the lane it goes into, counted from 0: in a lane nothing overlaps, and there are as few as can be. */
export const inLanes = <T extends Span>(spans: readonly T[]): (T & { lane: number })[] => {
  const freeFrom: number[] = [];
  return spans
    .toSorted((a, b) => a.from - b.from || a.to - b.to)
    .map((span) => {
      const free = freeFrom.findIndex((from) => from <= span.from);
      const lane = free === -1 ? freeFrom.length : free;
      freeFrom[lane] = span.to;
      return { ...span, lane };
    });
};
