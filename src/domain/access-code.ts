import { isSameInstant } from './instant-text.ts';
import type { ChosenSlot, Coverage } from './plan.ts';
import type { Notice } from './problem.ts';

/** Seam's access code in our words, without its PIN. */
export interface AccessCode {
  accessCodeId: string;
  doorId: string;
  name: string;
  /** UTC, ISO 8601, as are all times here. */
  createdAt: string;
  startsAt: string | null;
  endsAt: string | null;
  /** Deprecated by Seam and still sent: `unset`, `setting`, `set`, `removing`, `unknown`. */
  status: string;
  hasPin: boolean;
  /** Open sets: codes that are not known here are tolerated. */
  errors: { code: string; message: string }[];
  pending: { code: string; scheduledAt: string | null }[];
  userLevelId: string | null;
  userLevelName: string | null;
  isOffline: boolean;
  isBeingDeleted: boolean;
  /** Changes when the PIN does, and tells nothing of it without the key it is made with; null without a PIN. */
  pinMark: string | null;
  vendor: VendorFlags;
}

/** What dormakaba's own system would allow for the code, as Seam shows it; null where Seam says nothing. */
export interface VendorFlags {
  stayId: number | null;
  siteName: string | null;
  isCancellable: boolean | null;
  isExtendable: boolean | null;
  isEarlyCheckinAble: boolean | null;
  isOverridable: boolean | null;
}

export type Readiness =
  | { kind: 'ready' }
  /** `wakeAt`: when Seam says it will program the code, UTC. */
  | { kind: 'waiting'; why: string; wakeAt: string | null }
  | { kind: 'needs_human'; why: string }
  | { kind: 'failed'; why: string };

type ErrorClass = 'failed' | 'needs_human';

/** Seam's error codes that time alone does not heal. Any other, known or not, is waited out: Seam goes on trying. */
const lastingErrors: Readonly<Record<string, ErrorClass>> = {
  code_constraints_violated: 'failed',
  no_space_for_access_code_on_device: 'failed',
  duplicate_code_on_device: 'failed',
  device_removed: 'failed',
  // Gone from the current types and still to be expected: no user level fits the times.
  dormakaba_oracode_invalid_time_range: 'failed',
  access_code_inactive: 'needs_human',
  account_disconnected: 'needs_human',
  dormakaba_sites_disconnected: 'needs_human',
  insufficient_permissions: 'needs_human',
  missing_device_credentials: 'needs_human',
  subscription_required: 'needs_human',
};

const unfinished = new Set(['creating', 'deferring_creation']);

/**
 * Seam documents no formula. A lasting error speaks louder than `set`, which is only the last thing Seam knew; apart from
 * that `set` is enough, and without it a PIN with nothing blocking and nothing pending is.
 */
export const readiness = (code: AccessCode): Readiness => {
  const said = code.errors
    .map(({ code: name, message }) => `${name}: ${message.replace(/\.$/, '')}`)
    .join('; ');
  const classes = new Set(code.errors.map(({ code: name }) => lastingErrors[name]));
  if (classes.has('failed')) return { kind: 'failed', why: `Seam can't set the code (${said}).` };
  if (classes.has('needs_human')) return { kind: 'needs_human', why: `Seam waits for a human (${said}).` };
  if (code.isBeingDeleted || code.pending.some(({ code: name }) => name === 'deleting'))
    return { kind: 'needs_human', why: 'The code is being removed from the lock.' };
  if (code.status === 'set') return { kind: 'ready' };

  const wakeAt = code.pending.find(({ scheduledAt }) => scheduledAt !== null)?.scheduledAt ?? null;
  const pending = code.pending.filter(({ code: name }) => unfinished.has(name)).map(({ code: name }) => name);
  if (said) return { kind: 'waiting', why: `Seam reports trouble and goes on trying (${said}).`, wakeAt };
  if (pending.length > 0) {
    const until = wakeAt ? `, and goes on at ${wakeAt}` : '';
    return {
      kind: 'waiting',
      why: `Seam is not done with the code (${pending.join(', ')})${until}.`,
      wakeAt,
    };
  }
  if (!code.hasPin) return { kind: 'waiting', why: 'Seam has not named a PIN yet.', wakeAt };
  return { kind: 'ready' };
};

/** How what Seam made differs from what was asked: other times, or another user level. */
export const differsFromPlan = (code: AccessCode, coverage: Coverage, slot: ChosenSlot): Notice[] => {
  const differences = [
    ...(isSameInstant(code.startsAt, coverage.startsAt)
      ? []
      : [`it opens at ${code.startsAt ?? 'no set time'} instead of ${coverage.startsAt}`]),
    ...(isSameInstant(code.endsAt, coverage.endsAt)
      ? []
      : [`it closes at ${code.endsAt ?? 'no set time'} instead of ${coverage.endsAt}`]),
    ...(code.userLevelId === null || slot.userLevelId === null || code.userLevelId === slot.userLevelId
      ? []
      : [`its user level is ${code.userLevelName ?? code.userLevelId} instead of ${slot.name}`]),
  ];
  if (differences.length === 0) return [];
  const message = `Code ${code.accessCodeId} is not as planned: ${differences.join('; ')}.`;
  return [{ reason: 'code_differs_from_plan', message }];
};
