import { heartbeat } from '@temporalio/activity';

// Within the heartbeat timeout of `src/workflows/activity-options.ts`. Quick work ends before the first beat and pays for none.
const EVERY_MS = 8_000;

/** An activity that shows it is alive for as long as it runs. */
export const heartbeating =
  <Input, Output>(work: (input: Input) => Promise<Output>) =>
  async (input: Input): Promise<Output> => {
    const beating = setInterval(heartbeat, EVERY_MS);
    try {
      return await work(input);
    } finally {
      clearInterval(beating);
    }
  };
