import Long from 'long';

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

export const toTimestamp = (ms: number) => ({
  seconds: Long.fromNumber(Math.floor(ms / 1000)),
  nanos: Math.floor(ms % 1000) * 1_000_000,
});
