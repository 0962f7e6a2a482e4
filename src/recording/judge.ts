import { hasReturned, isDropOut, type Sighting } from './sightings.ts';
import type { RunOutcome } from './read-runs.ts';

/** Times as `iso` writes them. */
export interface FalseCancellation {
  workflowId: string;
  cancelledAt: string;
  why: string;
}

/** Times as `iso` writes them. */
export interface LostStay {
  workflowId: string;
  arrivesAt: string;
  why: string;
}

/** Cancellations that the recording itself speaks against: the stay came back, or its whole listing had dropped out. */
export const falseCancellations = (
  cancelled: readonly { workflowId: string; at: number }[],
  sightings: readonly Sighting[],
  iso: (instant: number) => string,
): FalseCancellation[] => {
  const byId = new Map(sightings.map((sighting) => [sighting.workflowId, sighting]));
  return cancelled.flatMap(({ workflowId, at }) => {
    const absences = byId.get(workflowId)?.absences ?? [];
    const index = absences.findLastIndex(({ since }) => since <= at);
    const absence = absences[index];
    const why = !absence
      ? 'it was never missing'
      : hasReturned(absence, absences[index + 1])
        ? `it was seen again at ${iso(absence.until ?? 0)}`
        : isDropOut(absence)
          ? `it went missing with others of its listing that came back, at ${iso(absence.since)}`
          : null;
    return why === null ? [] : [{ workflowId, cancelledAt: iso(at), why }];
  });
};

/** A booking at the last minute, or a change, takes a moment. */
const GRACE_MS = 10 * 60_000;

/** Stays that were still in the feed when the guest arrived, with a door that had no code and nobody told by then. */
export const lostStays = (
  sightings: readonly Sighting[],
  runs: ReadonlyMap<string, RunOutcome>,
  iso: (instant: number) => string,
): LostStay[] =>
  sightings.filter(isToBeServed).flatMap(({ workflowId, arrivesAt, sameSince }) => {
    const dueBy = Math.max(arrivesAt, sameSince) + GRACE_MS;
    const why = whyLost(runs.get(workflowId), dueBy, iso);
    return why === null ? [] : [{ workflowId, arrivesAt: iso(arrivesAt), why }];
  });

const isToBeServed = ({ status, arrivesAt, absences }: Sighting): boolean => {
  const atArrival = absences.find(
    ({ since, until }) => since <= arrivesAt && (until === null || until > arrivesAt),
  );
  return status === 'confirmed' && (atArrival === undefined || isDropOut(atArrival));
};

const whyLost = (
  run: RunOutcome | undefined,
  dueBy: number,
  iso: (instant: number) => string,
): string | null => {
  if (!run) return 'no run was ever started';
  if (run.raisedAt.some((at) => at <= dueBy)) return null;
  const late = run.doors.find(({ codeMadeAt }) => codeMadeAt === null || codeMadeAt > dueBy);
  if (run.doors.length > 0 && !late) return null;
  const when = late?.codeMadeAt ? `a code only at ${iso(late.codeMadeAt)}` : 'no code';
  return `door ${late?.doorId ?? 'unknown'} had ${when}, and nobody was told; its run is ${run.state}`;
};
