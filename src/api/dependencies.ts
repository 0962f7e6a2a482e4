import type { Client } from '@temporalio/client';
import type { Writable } from 'node:stream';
import type { Policy } from '../domain/policy.ts';
import type { Seam } from '../seam/client.ts';
import type { ApiMeter } from './meter.ts';
import type { SeamWebhookOptions } from './seam-webhook.ts';
import type { ApiSettings } from './settings.ts';
import type { FindCaller } from './tokens.ts';
import type { ApiTracer } from './trace-requests.ts';

export interface ApiDependencies {
  client: Client;
  taskQueue: string;
  seam: Seam;
  policyOf: (propertyId: string) => Policy;
  findCaller: FindCaller;
  /** Signs list cursors; the same for all servers behind one address. */
  cursorKey: Buffer;
  settings: ApiSettings;
  log: { level: string; stream?: Writable };
  /** Without it Seam's webhooks are not received. */
  webhook?: SeamWebhookOptions;
  /** Without it nothing is counted. */
  meter?: ApiMeter;
  /** Without it nothing is traced. */
  tracer?: ApiTracer;
}
