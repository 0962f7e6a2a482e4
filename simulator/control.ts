import { ApiError, invalidInput, notFound } from './api-error.ts';
import { changeAccessCode, type AccessCodeChange } from './change-access-code.ts';
import type { Fault, NewFault } from './faults.ts';
import type { Simulation } from './simulation.ts';
import type { RequestRecord, StoredWebhook, WebhookDelivery } from './store.ts';
import type { AccessCode, SeamDevice, SeamEvent } from './wire.ts';

interface SimulatorState {
  now: string;
  devices: SeamDevice[];
  /** Codes that have left the lock too: these have `removed_at`. */
  access_codes: (AccessCode & { removed_at: string | null })[];
  events: SeamEvent[];
  webhooks: StoredWebhook[];
  deliveries: WebhookDelivery[];
  /** In order of arrival. */
  requests: RequestRecord[];
  faults: Fault[];
}

/** Moves the simulated world from outside, in the process or through `/_sim`. */
export interface Control {
  /** A copy of this moment. */
  state: () => SimulatorState;
  now: () => string;
  advance: (ms: number) => void;
  setNow: (iso: string) => void;
  addFault: (fault: NewFault) => Fault;
  clearFaults: (faultId?: string) => void;
  /** Adds the device, or puts it in the place of the one with its id. */
  addDevice: (device: SeamDevice) => void;
  removeDevice: (deviceId: string) => void;
  changeAccessCode: (accessCodeId: string, change: AccessCodeChange) => AccessCode;
  /** Any event, of a type nobody knows too. Needs the `device_id` or the `access_code_id` of something there is. */
  emitEvent: (event: EmittedEvent) => SeamEvent;
}

export interface EmittedEvent {
  event_type: string;
  device_id?: string;
  access_code_id?: string;
  [field: string]: unknown;
}

export const createControl = (simulation: Simulation): Control => {
  const { store, clock, faults, events, present } = simulation;
  const codeOf = (id: string) => {
    const code = store.codes.get(id);
    if (!code) throw notFound('access_code', id);
    return code;
  };
  const deviceOf = (id: string) => {
    const device = store.devices.get(id);
    if (!device) throw notFound('device', id);
    return device;
  };

  return {
    state: () =>
      structuredClone({
        now: clock.nowIso(),
        devices: [...store.devices.values()],
        access_codes: [...store.codes.values()].map((code) => ({
          ...present.code(code),
          removed_at: code.removedAt,
        })),
        events: store.events,
        webhooks: [...store.webhooks.values()],
        deliveries: store.deliveries,
        requests: store.requests,
        faults: faults.list(),
      }),
    now: clock.nowIso,
    advance: (ms) => clock.moveTo(clock.now() + ms),
    setNow: (iso) => {
      const instant = Date.parse(iso);
      if (Number.isNaN(instant)) throw invalidInput('now', `is "${iso}", expected an ISO 8601 date and time`);
      clock.moveTo(instant);
    },
    addFault: faults.add,
    clearFaults: faults.clear,
    addDevice: (device) => void store.devices.set(device.device_id, structuredClone(device)),
    removeDevice: (id) => {
      events.ofDevice('device.removed', deviceOf(id));
      store.devices.delete(id);
    },
    emitEvent: ({ event_type, device_id, access_code_id, ...fields }) => {
      if (access_code_id !== undefined) return events.ofCode(event_type, codeOf(access_code_id).wire, fields);
      if (device_id !== undefined) return events.ofDevice(event_type, deviceOf(device_id), fields);
      throw new ApiError(400, 'invalid_input', 'An event needs a device_id or an access_code_id');
    },
    changeAccessCode: (id, change) => changeAccessCode(simulation, codeOf(id), change),
  };
};
