import type { Worker, Logger } from '@temporalio/worker';

/** With the default grace of 20 seconds less than containers get before they are killed. */
const LAST_WORD_MS = 5_000;

/**
 * Once it is told to stop a worker also says so to Temporal, and waits half a minute for a server that does not answer
 * (seen with the SDK 1.24). By then everything under way has had its grace time: it ends without.
 */
export const endsInTime = (worker: Worker, graceMs: number, log: Logger): void => {
  const endSoon = () => {
    setTimeout(() => {
      log.warn('Temporal does not answer: ended without its word', { state: worker.getState() });
      process.exit();
    }, graceMs + LAST_WORD_MS).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, endSoon);
};
