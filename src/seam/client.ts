import { SeamHttp, type AccessCode as SeamAccessCode } from '@seamapi/http';
import type { AccessCode } from '../domain/access-code.ts';
import type { Door } from '../domain/door.ts';
import { toAccessCode } from './access-code.ts';
import { toDoor } from './door.ts';
import { isSeamFault, statusOfSeamError, translateSeamError, type SeamFaultKind } from './errors.ts';
import { markPinsWith } from './pin-marks.ts';

export interface SeamOptions {
  apiKey: string;
  endpoint: string;
  /** Per call, milliseconds. */
  timeoutMs: number;
  /** Makes the marks of PINs that runs keep; the API key where there is none. Only a worker's marks are kept. */
  pinMarkKey?: string | null;
  /** Told of each call and how it ended, for those who count and those who trace. */
  onCall?: (OnSeamCall | undefined)[];
}

/** As Seam's paths name them. */
export type SeamCall =
  'devices/get' | 'devices/list' | 'access_codes/create' | 'access_codes/get' | 'access_codes/list';
/** `fault`: neither Seam's answer nor the network's, but ours. */
export type SeamOutcome = 'ok' | SeamFaultKind | 'fault';
export type OnSeamCall = (about: {
  call: SeamCall;
  outcome: SeamOutcome;
  /** Of the HTTP answer; null where there was none. */
  status: number | null;
  ms: number;
}) => void;

interface NewAccessCode {
  doorId: string;
  name: string;
  /** UTC, ISO 8601: the time slot's own times, so that Seam has nothing to round. */
  startsAt: string;
  endsAt: string;
  maxTimeRounding: '1hour' | '1day';
}

/** The few calls of Seam's API that Staykey uses, in its own words. Failures are `SeamFault`. */
export interface Seam {
  findDoor: (doorId: string) => Promise<Door | null>;
  /** Every Oracode door of the workspace, by name. */
  listDoors: () => Promise<Door[]>;
  /** Sent once and never again by this client: there is no idempotency key. Look before calling. */
  createAccessCode: (code: NewAccessCode) => Promise<AccessCode>;
  /** `null` when Seam answers 404, which is also what an expired code gets. */
  findAccessCode: (accessCodeId: string) => Promise<AccessCode | null>;
  /** The one call that gives a PIN away: for delivery and for the authorised read. Null where there is none (yet). */
  readPin: (accessCodeId: string) => Promise<string | null>;
  /** Offline codes of that door whose name begins so, oldest first; those being deleted are left out. */
  findAccessCodesByName: (doorId: string, beginning: string) => Promise<AccessCode[]>;
}

export const createSeam = ({ apiKey, endpoint, timeoutMs, pinMarkKey, onCall }: SeamOptions): Seam => {
  const attempt = attempts(onCall);
  // The SDK would repeat reads by itself; Temporal repeats them visibly instead.
  const http = new SeamHttp({ apiKey, endpoint, timeout: timeoutMs, axiosRetryOptions: { retries: 0 } });

  const markPin = markPinsWith(pinMarkKey ?? apiKey);
  const ours = (wire: SeamAccessCode) => toAccessCode(wire, markPin);

  return {
    findDoor: async (doorId) => {
      const device = await nullIfNotFound(
        attempt('devices/get', () => http.devices.get({ device_id: doorId })),
      );
      return device && toDoor(device, doorId);
    },

    listDoors: () =>
      attempt('devices/list', async () => {
        const pages = http.createPaginator(http.devices.list({ device_type: 'dormakaba_oracode_door' }));
        const devices: unknown[] = await pages.flattenToArray();
        return devices.map((device) => toDoor(device)).sort((a, b) => a.name.localeCompare(b.name));
      }),

    createAccessCode: ({ doorId, name, startsAt, endsAt, maxTimeRounding }) =>
      attempt('access_codes/create', async () =>
        ours(
          await http.accessCodes.create({
            device_id: doorId,
            name,
            starts_at: startsAt,
            ends_at: endsAt,
            max_time_rounding: maxTimeRounding,
            is_offline_access_code: true,
          }),
        ),
      ),

    findAccessCode: async (accessCodeId) => {
      const code = await nullIfNotFound(
        attempt('access_codes/get', () => http.accessCodes.get({ access_code_id: accessCodeId })),
      );
      return code && ours(code);
    },

    readPin: async (accessCodeId) => {
      const code = await nullIfNotFound(
        attempt('access_codes/get', () => http.accessCodes.get({ access_code_id: accessCodeId })),
      );
      return code?.code ?? null;
    },

    findAccessCodesByName: (doorId, beginning) =>
      attempt('access_codes/list', async () => {
        const pages = http.createPaginator(http.accessCodes.list({ device_id: doorId, search: beginning }));
        // `search` also matches the middle of names and other fields.
        return (await pages.flattenToArray())
          .map(ours)
          .filter((code) => code.name.startsWith(beginning) && code.isOffline && !code.isBeingDeleted)
          .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
      }),
  };
};

const attempts =
  (onCall: SeamOptions['onCall'] = []) =>
  async <T>(call: SeamCall, send: () => PromiseLike<T>): Promise<T> => {
    const from = performance.now();
    const tell = (outcome: SeamOutcome, status: number | null) => {
      const ms = performance.now() - from;
      for (const listener of onCall) listener?.({ call, outcome, status, ms });
    };
    try {
      const answer = await send();
      tell('ok', 200);
      return answer;
    } catch (error) {
      const translated = translateSeamError(error, call);
      tell(isSeamFault(translated) ? translated.kind : 'fault', statusOfSeamError(error));
      throw translated;
    }
  };

const nullIfNotFound = async <T>(answer: Promise<T>): Promise<T | null> => {
  try {
    return await answer;
  } catch (error) {
    if (isSeamFault(error) && error.kind === 'not_found') return null;
    throw error;
  }
};
