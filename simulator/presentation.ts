import type { Clock } from './clock.ts';
import type { Faults } from './faults.ts';
import type { StoredCode } from './store.ts';
import type { AccessCode, Issue, SeamDevice } from './wire.ts';

export interface Presentation {
  code: (code: StoredCode) => AccessCode;
  device: (device: SeamDevice) => SeamDevice;
}

/** What Seam shows of what it knows: while an account is disconnected, nothing of its devices is certain. */
export const createPresentation = (faults: Faults, clock: Clock): Presentation => {
  const disconnection = (deviceId: string): Issue[] =>
    faults.isActive('account_disconnected', deviceId)
      ? [
          {
            error_code: 'account_disconnected',
            message: 'The connected account is disconnected. Reconnect it to resume.',
            is_connected_account_error: true,
            is_device_error: false,
            created_at: clock.nowIso(),
          },
        ]
      : [];

  return {
    code: (code) => {
      const wire = structuredClone(code.wire);
      const errors = disconnection(wire.device_id);
      const status = errors.length > 0 ? 'unknown' : wire.status;
      return {
        ...wire,
        status,
        display_status: displayStatus(code, clock.now()),
        errors: [...wire.errors, ...errors],
      };
    },
    device: (device) => {
      const errors = disconnection(device.device_id);
      return errors.length > 0 ? { ...device, errors: [...(device.errors ?? []), ...errors] } : device;
    },
  };
};

/** For people only; Seam says that its wording may change at any time. */
const displayStatus = ({ wire, removedAt }: StoredCode, now: number): string => {
  if (removedAt !== null) return 'Expired';
  if (wire.errors.length > 0) return 'Failed to issue';
  if (wire.pending_mutations.some(({ mutation_code }) => mutation_code === 'deferring_creation'))
    return 'Scheduled';
  if (wire.status !== 'set') return 'Issuing';
  return Date.parse(wire.starts_at) > now ? 'Scheduled' : 'Active';
};
