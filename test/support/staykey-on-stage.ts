import { inject } from 'vitest';
import type { Stage } from './stage.ts';
import { staykey } from './staykey.ts';

/** `staykey …` against the stage's Temporal, task queue and Seam. `json` is what `--json` printed. */
export const staykeyOn =
  ({ taskQueue, simulator }: Pick<Stage, 'taskQueue' | 'simulator'>) =>
  async (...args: string[]) => {
    const { address, namespace } = inject('temporal');
    const answer = await staykey(args, {
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      STAYKEY_TASK_QUEUE: taskQueue,
      SEAM_API_KEY: simulator.apiKey,
      SEAM_ENDPOINT: simulator.url,
    });
    return { ...answer, json: <T>() => JSON.parse(answer.stdout) as T };
  };
