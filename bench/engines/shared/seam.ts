import { SeamHttp, type AccessCode } from '@seamapi/http';
import { codeName, readCodeName, type Booking, type Code } from './rules.ts';

// The simulator takes any key of the right shape; this one opens nothing.
export const SIMULATED_KEY = 'seam_local_simulator';

const TIMEOUT_MS = 2_500;

/** The few calls of the story. A call fails as a whole: whoever repeats it begins with the look. */
export interface Seam {
  /** All codes of that stay on its door, of whatever revision, oldest first. */
  findCodes: (booking: Booking) => Promise<Code[]>;
  /** Looks first and adopts what is there: Seam has no idempotency key, and a code can't be deleted. */
  makeCode: (booking: Booking) => Promise<{ code: Code; others: Code[] }>;
  isSet: (codeId: string) => Promise<boolean>;
  /** Null where there is no such code (any more). */
  readName: (codeId: string) => Promise<string | null>;
  readPin: (codeId: string) => Promise<string | null>;
}

export const createSeam = (endpoint: string): Seam => {
  // The engines repeat calls, and not the SDK beneath them.
  const http = new SeamHttp({
    apiKey: SIMULATED_KEY,
    endpoint,
    timeout: TIMEOUT_MS,
    axiosRetryOptions: { retries: 0 },
  });
  const find = async ({ id, doorId }: Booking): Promise<Code[]> =>
    (await http.accessCodes.list({ device_id: doorId, search: `${id}/` }))
      .filter(({ name }) => readCodeName(name ?? '').id === id)
      .map(toCode);
  const read = (codeId: string) => http.accessCodes.get({ access_code_id: codeId });

  return {
    findCodes: (booking) => told('look', find(booking)),
    makeCode: (booking) => told('create', make(http, booking, find)),
    isSet: (codeId) => told('read', read(codeId).then(isWorking)),
    readName: (codeId) =>
      told(
        'read',
        read(codeId).then(({ name }) => name),
      ),
    readPin: (codeId) =>
      told(
        'read',
        read(codeId).then(({ code }) => code),
      ),
  };
};

const make = async (http: SeamHttp, booking: Booking, find: (booking: Booking) => Promise<Code[]>) => {
  const known = await find(booking);
  const others = known.filter(({ revision }) => revision !== booking.revision);
  const adopted = known.find(({ revision }) => revision === booking.revision);
  if (adopted) return { code: adopted, others };
  const made = await http.accessCodes.create({
    device_id: booking.doorId,
    name: codeName(booking.id, booking.revision),
    starts_at: booking.startsAt,
    ends_at: booking.endsAt,
    max_time_rounding: '1hour',
    is_offline_access_code: true,
  });
  return { code: toCode(made), others };
};

const toCode = (wire: AccessCode): Code => ({
  id: wire.access_code_id,
  revision: readCodeName(wire.name ?? '').revision,
  isSet: isWorking(wire),
});

const isWorking = ({ status, code, errors }: AccessCode): boolean =>
  status === 'set' && !!code && errors.length === 0;

// The SDK's errors hang the request on themselves, and the key with it: engines store and log errors.
const told = <T>(call: string, answer: Promise<T>): Promise<T> =>
  answer.catch((error: unknown) => {
    throw new Error(`Seam, ${call}: ${error instanceof Error ? error.message : 'no answer'}`);
  });
