import { passing } from './fetch-fault.ts';
import type { FetchLimits } from './limits.ts';

/** `signal` ends the fetch, with the fault as its reason. `heard` says that something came; `end` must be called. */
interface Watch {
  signal: AbortSignal;
  heard: () => void;
  end: () => void;
}

/** Two clocks for one fetch: a server may be silent too long, or send a byte now and then without end. */
export const watchTime = (
  { wholeMs, idleMs }: FetchLimits,
  place: string,
  outer: AbortSignal | undefined,
): Watch => {
  const own = new AbortController();
  const stop = (message: string) => own.abort(passing(`${place} ${message}`));
  const whole = setTimeout(() => stop(`took longer than ${wholeMs / 1000} s`), wholeMs);
  const idle = setTimeout(() => stop(`sent nothing for ${idleMs / 1000} s`), idleMs);
  return {
    signal: outer ? AbortSignal.any([own.signal, outer]) : own.signal,
    heard: () => idle.refresh(),
    end: () => [whole, idle].forEach(clearTimeout),
  };
};
