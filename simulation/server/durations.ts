import { msToTs } from '@temporalio/common/lib/time.js';

interface Duration {
  seconds?: unknown;
  nanos?: number | null;
}

/** Undefined where none is set: the wire writes no limit as none, or as zero. */
export const toMs = (duration: Duration | null | undefined): number | undefined => {
  if (!duration) return undefined;
  const ms = Number(duration.seconds ?? 0) * 1000 + (duration.nanos ?? 0) / 1e6;
  return ms === 0 ? undefined : ms;
};

export const toTimestamp = (ms: number) => msToTs(ms);

/** A whole number as the wire's own objects hold it. */
export const toLong = (value: number) => msToTs(value * 1000).seconds ?? null;
