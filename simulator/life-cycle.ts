import type { Clock } from './clock.ts';
import { issuesOf, type Events } from './events.ts';
import type { SimulatorOptions } from './options.ts';
import { drawPin } from './pin.ts';
import { codesOnDevice, type Store, type StoredCode } from './store.ts';
import type { PendingMutation } from './wire.ts';

/** Seam's documentation: codes for locks without own scheduling are programmed 60 minutes before `starts_at`. */
const PROGRAMMED_BEFORE_MS = 60 * 60 * 1000;

/** Why a code that was accepted will never get onto the lock. */
export interface ProgrammingFailure {
  error_code:
    'provider_issue' | 'dormakaba_oracode_invalid_time_range' | 'no_space_for_access_code_on_device';
  message: string;
}

export interface LifeCycle {
  /** Schedules everything from `access_code.created` to `access_code.removed_from_device`. */
  begin: (code: StoredCode) => void;
  /** As if programming had just succeeded. */
  finishProgramming: (code: StoredCode) => void;
  stopProgramming: (code: StoredCode) => void;
  /** To be called again after `ends_at` changed. */
  scheduleRemoval: (code: StoredCode) => void;
  remove: (code: StoredCode, eventType: string) => void;
}

export const createLifeCycle = (
  store: Store,
  clock: Clock,
  events: Events,
  options: SimulatorOptions,
): LifeCycle => {
  const assignPin = (code: StoredCode) => {
    const others = codesOnDevice(store, code.wire.device_id);
    code.wire.code ??= drawPin(code.slot, options.pinMark, (pin) =>
      others.some(({ wire }) => wire.code === pin),
    );
    code.wire.is_waiting_for_code_assignment = false;
  };

  const later = (code: StoredCode, instant: number, run: () => void) => {
    code.programming.push(clock.at(instant, run));
  };

  const mutation = (mutation_code: string, message: string): PendingMutation => ({
    mutation_code,
    message,
    created_at: clock.nowIso(),
  });

  const program = (code: StoredCode) => {
    const startedAt = clock.now();
    code.wire.pending_mutations = [mutation('creating', 'Seam is setting the access code on the device.')];
    later(code, startedAt + options.settingAfterMs, () => {
      if (code.failure) {
        fail(code, code.failure);
        return;
      }
      code.wire.status = 'setting';
      if (options.pinAt === 'setting') assignPin(code);
    });
    if (!code.failure) later(code, startedAt + options.setAfterMs, () => finishProgramming(code));
  };

  const fail = (code: StoredCode, failure: ProgrammingFailure) => {
    // A new list: earlier events hold the old one.
    code.wire.errors = [
      ...code.wire.errors,
      { ...failure, is_access_code_error: true, created_at: clock.nowIso() },
    ];
    const device = store.devices.get(code.wire.device_id);
    events.ofCode('access_code.failed_to_set_on_device', code.wire, issuesOf(code.wire, device));
  };

  const finishProgramming = (code: StoredCode) => {
    code.failure = null;
    assignPin(code);
    code.wire.status = 'set';
    code.wire.pending_mutations = [];
    events.ofCode('access_code.set_on_device', code.wire, { code: code.wire.code });
  };

  const stopProgramming = (code: StoredCode) => {
    for (const cancel of code.programming.splice(0)) cancel();
  };

  const remove = (code: StoredCode, eventType: string) => {
    stopProgramming(code);
    code.removal?.();
    code.removedAt = clock.nowIso();
    code.wire.status = 'unset';
    code.wire.pending_mutations = [];
    // What never got onto the lock leaves it without a word.
    if (!code.failure) events.ofCode(eventType, code.wire);
  };

  const scheduleRemoval = (code: StoredCode) => {
    code.removal?.();
    code.removal = clock.at(Date.parse(code.wire.ends_at), () =>
      remove(code, 'access_code.removed_from_device'),
    );
  };

  const begin = (code: StoredCode) => {
    if (options.pinAt === 'create' && !code.failure) assignPin(code);
    store.codes.set(code.wire.access_code_id, code);
    events.ofCode('access_code.created', code.wire);
    const scheduledAt = Date.parse(code.wire.starts_at) - PROGRAMMED_BEFORE_MS;
    if (options.deferCreation && scheduledAt > clock.now()) {
      const deferring = mutation(
        'deferring_creation',
        'Seam will set the access code closer to its start time.',
      );
      code.wire.pending_mutations = [{ ...deferring, scheduled_at: new Date(scheduledAt).toISOString() }];
      later(code, scheduledAt, () => program(code));
    } else {
      program(code);
    }
    scheduleRemoval(code);
  };

  return {
    begin: (code) => clock.inOneInstant(() => begin(code)),
    finishProgramming,
    stopProgramming,
    scheduleRemoval,
    remove,
  };
};
