import type { OverrideFlags, SeamDevice } from './wire.ts';

/** How a create without a matching time slot ends. Seam documents all three, each in another place. */
export const slotMismatchStyles = ['create_error', 'provider_issue', 'legacy'] as const;
export type SlotMismatchStyle = (typeof slotMismatchStyles)[number];

export const pinMoments = ['create', 'setting', 'set'] as const;
export const pinMarks = ['', '*', '#'] as const;

export interface SimulatorOptions {
  world: SeamDevice[];
  apiKey: string;
  workspaceId: string;
  /** Where the simulated clock starts, ISO 8601. Without it: the real time. */
  now?: string;
  /** Milliseconds of simulated time from the start of programming to `setting`. */
  settingAfterMs: number;
  /** Milliseconds of simulated time from the start of programming to `set`. */
  setAfterMs: number;
  /** Programs a code only 60 minutes before its `starts_at`, as Seam does for locks without own scheduling. */
  deferCreation: boolean;
  /** When `code` stops being null. */
  pinAt: (typeof pinMoments)[number];
  /** What the keypad wants before the digits, where it wants something. */
  pinMark: (typeof pinMarks)[number];
  slotMismatch: SlotMismatchStyle;
  overrideFlags: OverrideFlags;
  /** `access_codes/get` answers 404 once a code has ended. False: the ended code stays readable as `unset`. */
  gone404: boolean;
  /** Per device, in 60 seconds of simulated time. */
  createsPerMinute: number;
  /** Seam documents no Retry-After with its 429. */
  sendRetryAfter: boolean;
  /** Pauses in real milliseconds before each further attempt of a failed webhook delivery. */
  webhookRetryMs: readonly number[];
  /** Real milliseconds after which a receiver's silence counts as a failure. */
  webhookTimeoutMs: number;
}

const defaults: SimulatorOptions = {
  world: [],
  apiKey: 'seam_simulator_key',
  workspaceId: '0c5cba1d-58f1-4d1e-a2f6-6a2a1f7e9d11',
  settingAfterMs: 1_000,
  setAfterMs: 2_000,
  deferCreation: false,
  pinAt: 'create',
  pinMark: '',
  slotMismatch: 'create_error',
  overrideFlags: {
    is_cancellable: false,
    is_extendable: false,
    is_early_checkin_able: false,
    is_overridable: false,
  },
  gone404: true,
  createsPerMinute: 10,
  sendRetryAfter: false,
  webhookRetryMs: [200, 1_000, 5_000],
  // Svix gives a receiver 15 seconds.
  webhookTimeoutMs: 15_000,
};

export const withDefaults = (options: Partial<SimulatorOptions>): SimulatorOptions => ({
  ...defaults,
  ...options,
});
