import type { Span, TimelineCode, TimelineStay } from './timeline.ts';

/** A time in which two reservations can open one door, or one can while the other's guest is to be there. */
export interface TimelineOverlap extends Span {
  workflowIds: [string, string];
  reservationIds: [string, string];
  /** `code_and_stay`: the second has no code yet. */
  kind: 'codes' | 'code_and_stay';
}

type Timed<T> = T & Span;

export const findTimelineOverlaps = (
  stays: readonly Timed<TimelineStay>[],
  codes: readonly Timed<TimelineCode>[],
): TimelineOverlap[] => {
  const holders = new Set(codes.map(({ workflowId }) => workflowId));
  const withoutCode = stays.filter(({ workflowId }) => !holders.has(workflowId));
  return [
    ...codes.flatMap((code, index) => codes.slice(index + 1).flatMap(crossing(code, 'codes'))),
    ...codes.flatMap((code) => withoutCode.flatMap(crossing(code, 'code_and_stay'))),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
};

const crossing =
  (code: Timed<TimelineCode>, kind: TimelineOverlap['kind']) =>
  (other: Timed<TimelineCode> | Timed<TimelineStay>): TimelineOverlap[] => {
    const from = Math.max(code.from, other.from);
    const to = Math.min(code.to, other.to);
    if (from >= to || code.workflowId === other.workflowId) return [];
    return [
      {
        from,
        to,
        kind,
        workflowIds: [code.workflowId, other.workflowId],
        reservationIds: [code.reservationId, other.reservationId],
      },
    ];
  };
