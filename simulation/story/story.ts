import type { PlannedFault } from '../seam/faults.ts';
import type { Level } from '../seam/doors.ts';
import type { WebhookManners } from '../seam/webhooks.ts';

export interface StayWish {
  /** Whole days from the day on which it is asked for, by the doors' clock. */
  inDays: number;
  nights: number;
  /** `HH:MM`, by the doors' clock. */
  from: string;
  to: string;
}

type Door = number;
type Way = 'update' | 'signal';

export type Action =
  /** What is null stays as it is. */
  | { do: 'change'; stay: StayWish | null; doors: Door[] | null; by: Way }
  /** The departure alone: earlier, later, or at another hour. */
  | { do: 'extend'; nights: number; to: string; by: Way }
  | { do: 'guest'; address: string | null; by: Way }
  | { do: 'repeat'; behind: number; by: Way }
  | { do: 'cancel'; by: Way }
  | { do: 'rebook'; stay: StayWish | null; by: Way }
  | { do: 'burst'; count: number; pauseMs: number; by: Way }
  | { do: 'lever'; lever: 'retry' | 'hold' | 'release' | 'reissue' | 'resend'; door: Door | null }
  | { do: 'handle'; door: Door; note: string }
  | { do: 'acknowledge'; notice: number; option: number }
  | { do: 'event'; code: number }
  | { do: 'fault'; fault: PlannedFault }
  | { do: 'outage'; minutes: number }
  | { do: 'lag'; lagMs: number; minutes: number }
  | { do: 'channelsDown'; minutes: number }
  | { do: 'workerGone'; minutes: number }
  | { do: 'removeCode'; code: number }
  | { do: 'newPin'; code: number; pin: string }
  | { do: 'codeError'; code: number; error: string | null }
  | { do: 'noEnd'; code: number }
  | { do: 'door'; door: Door; becomes: 'withoutZone' | 'withZone' | 'gone' | 'narrow' | 'wide' | 'late' }
  | { do: 'neighbour'; door: Door; inDays: number; nights: number }
  | { do: 'neighbourCancels'; neighbour: number }
  | { do: 'cancelRun' }
  | { do: 'wait' };

export type Step = { afterMs: number } & Action;

/** How a reservation comes and what happens to it. Plain data: it is written to a file, made smaller, and played again. */
export interface Story {
  seed: number;
  /** What is left to chance while it is played. */
  luck: number;
  /** ISO 8601, UTC. */
  startsAt: string;
  zone: string;
  doors: number;
  levels: Level[];
  setAfterMs: number;
  deferCreation: boolean;
  pinAt: 'create' | 'setting' | 'set';
  webhooks: WebhookManners;
  crashChance: number;
  first: { stay: StayWish; doors: Door[]; address: string | null; by: Way };
  steps: Step[];
}
