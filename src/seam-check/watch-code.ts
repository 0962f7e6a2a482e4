import { setTimeout as pause } from 'node:timers/promises';
import { finding, type Finding } from './assumptions.ts';
import { asObject, asObjects, summaryOf, textOf, type Call } from './call.ts';
import type { CodeWish, MadeCode } from './make-code.ts';

interface Watch {
  /** How long to wait for `set`, milliseconds. */
  watchMs: number;
  pauseMs: number;
  /** The user level's prefix as the door has it; null where it has none. */
  prefix: string | null;
}

interface Sight {
  /** Milliseconds since create was answered. */
  ms: number;
  status: string;
  pin: string | null;
  pending: string[];
  errors: string[];
  wire: Record<string, unknown>;
}

/** How the code comes to its PIN and to `set`. */
export const watchCode = async (
  call: Call,
  made: MadeCode,
  { watchMs, pauseMs, prefix }: Watch,
): Promise<Finding[]> => {
  const sights = [sightOf(made.wire, 0)];
  for (let last = sights[0]; last && last.ms < watchMs && !isDone(last); last = sights.at(-1)) {
    await pause(pauseMs);
    const { status, body } = await call('/access_codes/get', { access_code_id: made.accessCodeId });
    if (status !== 200) continue;
    sights.push(sightOf(asObject(body['access_code']), Date.now() - made.answeredAt));
  }
  const last = sights.at(-1) ?? sightOf(made.wire, 0);
  const pins = sights.map(({ pin }) => pin).filter((pin) => pin !== null);
  const [pin = null] = pins;
  const whole = seconds(last.ms);
  return [
    finding('pin-at-create', sights[0]?.pin !== null, pinMoment(sights, whole)),
    finding('pin-form', pin === null ? null : /^\d{6}$/.test(pin), pin === null ? 'no PIN yet' : formOf(pin)),
    finding(
      'pin-prefix',
      pin === null || prefix === null ? null : pin.replace(/^[*#]/, '').startsWith(prefix),
      prefix === null ? 'the user level has none' : pin === null ? 'no PIN yet' : 'compared',
    ),
    finding(
      'pin-stays',
      pins.length < 2 ? null : new Set(pins).size === 1,
      `${new Set(pins).size} PIN in ${pins.length} looks over ${whole}`,
    ),
    finding(
      'set-at-once',
      last.status === 'set' ? last.ms < 30_000 : isDeferred(sights) ? false : null,
      story(sights),
    ),
    finding(
      'nothing-pending-when-set',
      last.status === 'set' ? last.pending.length === 0 : null,
      last.status === 'set' ? last.pending.join(', ') || 'nothing pending' : `not set within ${whole}`,
    ),
    flags(last.wire),
  ];
};

/** How soon lists and events know of the code. */
export const findCode = async (
  call: Call,
  made: MadeCode,
  { doorId, name }: CodeWish,
  pauseMs: number,
): Promise<Finding[]> => {
  const isListed = async (search: string) => {
    const { body } = await call('/access_codes/list', { device_id: doorId, search });
    return asObjects(body['access_codes']).some(({ access_code_id }) => access_code_id === made.accessCodeId);
  };
  const elapsed = () => Date.now() - made.answeredAt;
  let found = await isListed(name);
  while (!found && elapsed() < 60_000) {
    await pause(pauseMs);
    found = await isListed(name);
  }
  const ms = elapsed();
  return [
    finding('listed-at-once', found && ms <= 1_000, found ? `after ${ms} ms` : `not within ${seconds(ms)}`),
    finding('search-part-of-name', await isListed(name.slice(3, -1)), 'without the first and last letters'),
  ];
};

/** `since`: UTC, from before the code was made. */
export const checkEvents = async (call: Call, accessCodeId: string, since: string): Promise<Finding[]> => {
  const answer = await call('/events/list', { since, access_code_id: accessCodeId });
  const events = asObjects(answer.body['events']);
  const types = events.map(({ event_type }) => textOf(event_type)).join(', ') || 'none';
  const set = events.find(({ event_type }) => event_type === 'access_code.set_on_device');
  return [
    finding(
      'event-created',
      events.some(({ event_type }) => event_type === 'access_code.created'),
      answer.status === 200 ? types : summaryOf(answer),
    ),
    finding(
      'event-set-has-pin',
      set ? typeof set['code'] === 'string' : null,
      set
        ? `set at ${textOf(set['occurred_at'])}, ${typeof set['code'] === 'string' ? 'with' : 'without'} PIN`
        : types,
    ),
  ];
};

/** Last of all: where Seam does what its guides rule out, the code is another one afterwards. */
export const tryToChange = async (call: Call, made: MadeCode, { name }: CodeWish): Promise<Finding[]> => {
  const id = { access_code_id: made.accessCodeId };
  const updated = await call('/access_codes/update', { ...id, name: `${name} renamed` });
  const deleted = await call('/access_codes/delete', id);
  const after = await call('/access_codes/get', id);
  return [
    finding('update-refused', updated.status === 400, summaryOf(updated)),
    finding(
      'delete-refused',
      deleted.status === 400,
      `${summaryOf(deleted)}; read afterwards: ${summaryOf(after)}, status ${textOf(asObject(after.body['access_code'])['status'])}`,
    ),
  ];
};

const sightOf = (wire: Record<string, unknown>, ms: number): Sight => ({
  ms,
  status: textOf(wire['status']),
  pin: typeof wire['code'] === 'string' && wire['code'] !== '' ? wire['code'] : null,
  pending: asObjects(wire['pending_mutations']).map((mutation) =>
    [mutation['mutation_code'], mutation['scheduled_at']].filter(Boolean).join(' at '),
  ),
  errors: asObjects(wire['errors']).map(({ error_code }) => textOf(error_code)),
  wire,
});

const isDone = ({ status, pin }: Sight): boolean => status === 'set' && pin !== null;

const isDeferred = (sights: Sight[]): boolean =>
  sights.some(({ pending }) => pending.some((mutation) => mutation.startsWith('deferring_creation')));

const pinMoment = (sights: Sight[], whole: string): string => {
  const first = sights.find(({ pin }) => pin !== null);
  if (!first) return `none within ${whole}`;
  return first.ms === 0 ? 'with the answer to create' : `after ${seconds(first.ms)}`;
};

/** Each state once, with when it was first seen. */
const story = (sights: Sight[]): string => {
  const lines = sights.map(({ ms, status, pending, errors }) => ({
    ms,
    text: [status, ...pending, ...errors].join(' / '),
  }));
  return lines
    .filter(({ text }, index) => text !== lines[index - 1]?.text)
    .map(({ ms, text }) => `${seconds(ms)}: ${text}`)
    .join('; ');
};

/** What a PIN looks like, and nothing of what it is: `6 digits`, `* and 6 digits`. */
const formOf = (pin: string): string => {
  const digits = pin.replace(/\D/g, '').length;
  const marks = [...pin.replace(/\d/g, '')].join(' ');
  return marks === '' ? `${digits} digits` : `${marks} and ${digits} digits`;
};

const flags = (wire: Record<string, unknown>): Finding => {
  const metadata = asObject(wire['dormakaba_oracode_metadata']);
  const names = ['is_cancellable', 'is_extendable', 'is_early_checkin_able', 'is_overridable'];
  const shown = names.map((name) => `${name} ${textOf(metadata[name])}`).join(', ');
  return finding(
    'flags-in-answer',
    names.every((name) => typeof metadata[name] === 'boolean'),
    shown,
  );
};

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
