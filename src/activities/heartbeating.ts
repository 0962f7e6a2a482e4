import { heartbeat } from '@temporalio/activity';

// Within the heartbeat timeout of `src/workflows/activity-options.ts`. Quick work ends before the first beat and pays for none.
const EVERY_MS = 8_000;

/** An activity that shows it is alive for as long as it runs, and what it last said of its progress. */
export const heartbeating =
  <Input, Output>(work: (input: Input, show: (progress: unknown) => void) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    let progress: unknown;
    const beating = setInterval(() => heartbeat(progress), EVERY_MS);
    try {
      return await work(input, (latest) => (progress = latest));
    } finally {
      clearInterval(beating);
    }
  };
