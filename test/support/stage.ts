import { inject } from 'vitest';
import type { SimulatorOptions } from '../../simulator/options.ts';
import type { Policy } from '../../src/domain/policy.ts';
import { openStageOn, type Stage, type StageOptions } from './stage-on-server.ts';

export { codesMade, type ReservationHandle, type Stage } from './stage-on-server.ts';

/** A stage on the server that all test files share. */
export const openStage = (
  simulated: Partial<SimulatorOptions>,
  policy: Partial<Policy> = {},
  options: StageOptions = {},
): Promise<Stage> =>
  openStageOn(inject('temporal'), simulated, policy, {
    workflowBundle: { codePath: inject('workflowBundle') },
    ...options,
  });
