import { issuesOf } from './events.ts';
import { instant } from './parameters.ts';
import type { Simulation } from './simulation.ts';
import type { StoredCode } from './store.ts';
import type { AccessCode, AccessCodeStatus, Issue, OracodeCodeMetadata } from './wire.ts';

/** What happens to a code outside the API. Fields left out stay as they are; lists replace the old ones. */
export interface AccessCodeChange {
  errors?: Issue[];
  warnings?: Issue[];
  /** Ends the simulated programming. `set` finishes it, PIN and event included. */
  status?: AccessCodeStatus;
  code?: string | null;
  name?: string;
  starts_at?: string;
  ends_at?: string;
  dormakaba_oracode_metadata?: OracodeCodeMetadata;
  /** Someone deleted it on the lock. */
  deleted?: boolean;
}

// Device and account errors show on a code too, and say of themselves that they are.
const withScope = (error: Issue): Issue =>
  'is_device_error' in error || 'is_connected_account_error' in error
    ? error
    : { is_access_code_error: true, ...error };

type ChangingParts = Pick<Simulation, 'store' | 'clock' | 'events' | 'lifeCycle' | 'present'>;

/** Makes the change and publishes the events Seam has for it. */
export const changeAccessCode = (
  { store, clock, events, lifeCycle, present }: ChangingParts,
  stored: StoredCode,
  change: AccessCodeChange,
): AccessCode => {
  const { deleted, status, errors = [], warnings = [], ...fields } = change;
  for (const field of ['starts_at', 'ends_at'] as const) instant({ ...change }, field);
  const { wire } = stored;
  const before = { ...wire };
  const dated = (issues: Issue[]) => issues.map((issue) => ({ created_at: clock.nowIso(), ...issue }));

  Object.assign(wire, fields);
  if (change.errors) wire.errors = dated(errors.map(withScope));
  if (change.warnings) wire.warnings = dated(warnings);

  if (wire.name !== before.name) {
    events.ofCode('access_code.name_changed', wire, { from: { name: before.name }, to: { name: wire.name } });
  }
  if (wire.code !== before.code) {
    events.ofCode('access_code.code_changed', wire, { from: { code: before.code }, to: { code: wire.code } });
  }
  if (wire.starts_at !== before.starts_at || wire.ends_at !== before.ends_at) {
    const [from, to] = [before, wire].map(({ starts_at, ends_at }) => ({ starts_at, ends_at }));
    events.ofCode('access_code.time_frame_changed', wire, { from, to });
    lifeCycle.scheduleRemoval(stored);
  }
  const issues = issuesOf(wire, store.devices.get(wire.device_id));
  if (errors.length > 0) events.ofCode('access_code.failed_to_set_on_device', wire, issues);
  if (warnings.some(({ warning_code }) => warning_code === 'delay_in_setting_on_device')) {
    events.ofCode('access_code.delay_in_setting_on_device', wire, issues);
  }
  if (status !== undefined) {
    lifeCycle.stopProgramming(stored);
    if (status === 'set') lifeCycle.finishProgramming(stored);
    else wire.status = status;
  }
  if (deleted === true) lifeCycle.remove(stored, 'access_code.deleted_external_to_seam');
  return present.code(stored);
};
