import { readiness, type AccessCode } from '../access-code.ts';
import { epochMs } from '../instant-text.ts';
import type { Coverage } from '../plan.ts';
import type { HeldCode, StayInstants } from './door.ts';

/** How much of a stay a code opens the door for. */
export type Fit = 'covers' | 'covers_part' | 'does_not';

/**
 * Compares a code with the stay's own instants, whatever a planner or Seam says at that moment. A slot may open up to an
 * hour after the arrival or close before the departure; a code for just those times is as good as it gets, and covers.
 */
export const fitOf = (code: AccessCode, times: StayInstants, coverage: Coverage | null): Fit => {
  if (epochMs(times.departureAt) <= epochMs(times.arrivalAt)) return 'does_not';
  const opens = startOf(code);
  const closes = endOf(code);
  const encloses = (from: string, to: string) => opens <= epochMs(from) && closes >= epochMs(to);
  if (encloses(times.arrivalAt, times.departureAt)) return 'covers';
  if (coverage && encloses(coverage.startsAt, coverage.endsAt)) return 'covers';
  const overlaps = opens < epochMs(times.departureAt) && closes > epochMs(times.arrivalAt);
  return overlaps ? 'covers_part' : 'does_not';
};

/** Epoch milliseconds. A code without a start opens the door already, and one without an end does so for ever. */
export const startOf = ({ startsAt }: AccessCode): number =>
  startsAt === null ? -Infinity : epochMs(startsAt);
export const endOf = ({ endsAt }: AccessCode): number => (endsAt === null ? Infinity : epochMs(endsAt));

/** A code without an end never expires by itself. */
export const hasExpired = (code: AccessCode, nowMs: number): boolean => endOf(code) <= nowMs;

/** It opens the door from its first instant on: nothing pending, nothing wrong with it. */
export const isReadyCode = (code: AccessCode): boolean => readiness(code).kind === 'ready';
export const isReady = ({ code }: HeldCode): boolean => isReadyCode(code);

/** As far as Seam rounds: less is no trouble. */
export const NEGLIGIBLE_MS = 3_600_000;

/** The code opens the door noticeably longer than the stay needs it. */
export const outlivesStay = (code: AccessCode, times: StayInstants, coverage: Coverage | null): boolean => {
  const wanted = Math.max(epochMs(times.departureAt), coverage ? epochMs(coverage.endsAt) : 0);
  return endOf(code) > wanted + NEGLIGIBLE_MS;
};
