import type { Cancel } from './clock.ts';
import type { ProgrammingFailure } from './life-cycle.ts';
import type { AccessCode, SeamDevice, SeamEvent, TimeSlot } from './wire.ts';

export interface StoredCode {
  /** What Seam knows; a disconnected account shows it differently for a while. */
  wire: AccessCode;
  slot: TimeSlot | null;
  failure: ProgrammingFailure | null;
  /** When it left the lock: by its end, or deleted outside Seam. */
  removedAt: string | null;
  /** Steps still to come, to be called off when someone forces another outcome. */
  programming: Cancel[];
  removal: Cancel | null;
}

export interface StoredWebhook {
  webhook_id: string;
  url: string;
  event_types?: string[];
  secret: string;
}

/** One request to the API as it came, whatever became of its answer. Requests to `/_sim` are not recorded. */
export interface RequestRecord {
  /** Simulated time. */
  at: string;
  method: string;
  path: string;
  query: unknown;
  body: unknown;
  /** `null`: no answer arrived, or not yet. */
  status: number | null;
  /** The answer before a fault lost or spoiled it. */
  response: string | null;
  /** Kinds of the faults that touched it. */
  faults: string[];
  /** A fault closed the connection instead of answering. */
  connection_cut: boolean;
  /** The access code this request created, answered or not. */
  created_access_code_id: string | null;
}

export interface WebhookDelivery {
  svix_id: string;
  webhook_id: string;
  url: string;
  event_id: string;
  event_type: string;
  outcome: 'pending' | 'delivered' | 'failed' | 'dropped';
  /** In real time. */
  attempts: { at: string; status: number | null; error?: string }[];
}

/** Everything the simulator knows, in memory and in order of arrival. */
export interface Store {
  devices: Map<string, SeamDevice>;
  codes: Map<string, StoredCode>;
  events: SeamEvent[];
  webhooks: Map<string, StoredWebhook>;
  deliveries: WebhookDelivery[];
  requests: RequestRecord[];
}

export const createStore = (world: SeamDevice[]): Store => ({
  devices: new Map(world.map((device) => [device.device_id, structuredClone(device)])),
  codes: new Map(),
  events: [],
  webhooks: new Map(),
  deliveries: [],
  requests: [],
});

export const codesOnDevice = (store: Store, deviceId: string): StoredCode[] =>
  [...store.codes.values()].filter((code) => code.wire.device_id === deviceId && code.removedAt === null);
