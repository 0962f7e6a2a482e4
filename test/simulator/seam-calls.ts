import type { AccessCode, SeamDevice, SeamEvent } from '../../simulator/wire.ts';
import type { RunningSimulator } from '../support/simulator.ts';

/** Whatever an answer of the API may hold. */
interface Answer {
  ok: boolean;
  error: { type: string; message: string; validation_errors?: Record<string, { _errors: string[] }> };
  access_code: AccessCode;
  access_codes: AccessCode[];
  action_attempt: Record<string, unknown>;
  device: SeamDevice;
  devices: SeamDevice[];
  event: SeamEvent;
  events: SeamEvent[];
  pagination: { has_next_page: boolean; next_page_cursor: string | null; next_page_url: string | null };
  webhook: { webhook_id: string; url: string; secret: string };
  webhooks: { webhook_id: string }[];
}

type Target = Pick<RunningSimulator, 'url' | 'apiKey'>;

/** POST with a JSON body and the key: Seam takes that for every call. */
export const call = async (
  { url, apiKey }: Target,
  path: string,
  body: object = {},
  init: RequestInit = {},
) => {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...init,
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer };
};

/** Noon of the day before the stay of `stayOf`. */
export const now = '2026-09-09T19:00:00.000Z';

/** Exactly the guide's own user level, 7am to 7pm in Los Angeles. */
export const stayOf = (device_id: string, parameters: object = {}) => ({
  device_id,
  name: 'R:1001',
  starts_at: '2026-09-10T07:00:00-07:00',
  ends_at: '2026-09-15T19:00:00-07:00',
  is_offline_access_code: true,
  ...parameters,
});

export const create = async (sim: Target, device_id: string, parameters: object = {}) =>
  call(sim, '/access_codes/create', stayOf(device_id, parameters));

export const getCode = async (sim: Target, access_code_id: string) =>
  (await call(sim, '/access_codes/get', { access_code_id })).body.access_code;
