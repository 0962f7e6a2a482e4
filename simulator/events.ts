import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { SimulatorOptions } from './options.ts';
import type { Store } from './store.ts';
import type { AccessCode, SeamDevice, SeamEvent } from './wire.ts';

/** For devices of a world that name no connected account: Seam's events always do. */
const SOME_CONNECTED_ACCOUNT = '7d3b0e52-6f0f-4a0f-9a4d-9b7a3e3a5c21';

export interface Events {
  ofCode: (eventType: string, code: AccessCode, fields?: Record<string, unknown>) => SeamEvent;
  ofDevice: (eventType: string, device: SeamDevice, fields?: Record<string, unknown>) => SeamEvent;
}

/** Stores each event for `events/list` and hands it on to the webhooks. */
export const createEvents = (
  store: Store,
  clock: Clock,
  { workspaceId }: SimulatorOptions,
  send: (event: SeamEvent) => void,
): Events => {
  const publish = (eventType: string, deviceId: string, fields: Record<string, unknown>): SeamEvent => {
    const device = store.devices.get(deviceId);
    const at = clock.nowIso();
    const event: SeamEvent = {
      event_id: randomUUID(),
      event_type: eventType,
      workspace_id: device?.workspace_id ?? workspaceId,
      created_at: at,
      occurred_at: at,
      device_id: deviceId,
      connected_account_id: device?.connected_account_id ?? SOME_CONNECTED_ACCOUNT,
      ...(device?.custom_metadata && { device_custom_metadata: device.custom_metadata }),
      ...fields,
    };
    store.events.push(event);
    send(event);
    return event;
  };

  return {
    ofCode: (eventType, code, fields = {}) =>
      publish(eventType, code.device_id, { access_code_id: code.access_code_id, ...fields }),
    ofDevice: (eventType, device, fields = {}) => publish(eventType, device.device_id, fields),
  };
};

/** The lists that Seam's `delay_` and `failed_` events carry. */
export const issuesOf = (code: AccessCode, device: SeamDevice | undefined) => ({
  access_code_errors: code.errors,
  access_code_warnings: code.warnings,
  device_errors: device?.errors ?? [],
  device_warnings: [],
  connected_account_errors: [],
  connected_account_warnings: [],
});
