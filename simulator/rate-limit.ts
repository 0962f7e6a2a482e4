import { tooManyRequests } from './api-error.ts';
import type { Clock } from './clock.ts';
import type { SimulatorOptions } from './options.ts';

const WINDOW_MS = 60_000;

/**
 * Seam's guardrail on creates: so many per device in any 60 seconds. The window is on the simulated clock, so a
 * test waits for it by moving the clock. A refused request does not count.
 */
export const createRateLimit = (clock: Clock, { createsPerMinute, sendRetryAfter }: SimulatorOptions) => {
  const countedAt = new Map<string, number[]>();

  return (deviceId: string): void => {
    const now = clock.now();
    const recent = (countedAt.get(deviceId) ?? []).filter((at) => at > now - WINDOW_MS && at <= now);
    countedAt.set(deviceId, recent);
    const [oldest] = recent;
    if (oldest !== undefined && recent.length >= createsPerMinute) {
      throw tooManyRequests(sendRetryAfter ? Math.ceil((oldest + WINDOW_MS - now) / 1000) : undefined);
    }
    recent.push(now);
  };
};
