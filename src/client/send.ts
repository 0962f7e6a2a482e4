import { ask, type Call } from './ask.ts';
import { isUnavailable, type StaykeyError } from './errors.ts';
import { checkCall, type CallOptions, type Settings } from './options.ts';

/** Longer is not waited within a call: the caller is told how long, and decides. */
const LONGEST_PAUSE_MS = 30_000;
const FIRST_PAUSE_MS = 500;

interface Repeatable extends Call {
  /** Twice does what once does. */
  isRepeatable: boolean;
}

export type Send = <Answer>(call: Repeatable, options?: CallOptions) => Promise<Answer>;

/**
 * Asks, and asks again where that can do no harm and Staykey can't answer now: no sooner than it says.
 * @throws as `ask`
 */
export const createSend =
  (settings: Settings): Send =>
  async <Answer>({ isRepeatable, ...call }: Repeatable, options: CallOptions = {}) => {
    checkCall(options);
    const most = isRepeatable ? (options.retries ?? settings.retries) : 0;
    for (let repeats = 0; ; repeats += 1) {
      try {
        return (await ask(settings, call, options)) as Answer;
      } catch (error) {
        if (repeats >= most || !isUnavailable(error)) throw error;
        const pauseMs = pauseBefore(repeats, error);
        if (pauseMs > LONGEST_PAUSE_MS) throw error;
        await pause(pauseMs, options.signal);
      }
    }
  };

// At random: clients that failed together must not come back together.
const pauseBefore = (repeats: number, { retryAfterMs }: StaykeyError): number => {
  const most = Math.min(FIRST_PAUSE_MS * 2 ** repeats, LONGEST_PAUSE_MS);
  return retryAfterMs === null ? most * (0.5 + Math.random() / 2) : retryAfterMs;
};

const pause = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', end);
      resolve();
    }, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
