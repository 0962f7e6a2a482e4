import { invalidInput } from './api-error.ts';
import type { FaultKind, NewFault } from './faults.ts';
import { slotMismatchStyles } from './options.ts';

type Check = (value: unknown) => string | undefined;

const text: Check = (value) => (typeof value === 'string' && value !== '' ? undefined : 'a text');
const amount: Check = (value) =>
  typeof value === 'number' && value >= 0 ? undefined : 'a number of 0 or more';
const count: Check = (value) =>
  Number.isInteger(value) && Number(value) > 0 ? undefined : 'a whole number above 0';
const chance: Check = (value) =>
  typeof value === 'number' && value >= 0 && value <= 1 ? undefined : 'a number from 0 to 1';
const oneOf =
  (words: readonly string[]): Check =>
  (value) =>
    words.some((word) => word === value) ? undefined : `one of ${words.join(', ')}`;

interface Field {
  check: Check;
  required?: true;
}

type Fields = Record<string, Field>;

const ofDevice: Fields = { device_id: { check: text } };
const ofDelivery: Fields = {
  ...ofDevice,
  after: { check: amount },
  times: { check: count },
  probability: { check: chance },
  seed: { check: amount },
};
const ofRequest: Fields = { ...ofDelivery, path: { check: text } };

const eventType: Field = { check: text };
const milliseconds: Field = { check: amount };
const neededMilliseconds: Field = { check: amount, required: true };

const fieldsOf: Record<FaultKind, Fields> = {
  outage: ofRequest,
  error_500: ofRequest,
  html_502: ofRequest,
  unauthorized: ofRequest,
  rate_limited: { ...ofRequest, retry_after: { check: amount } },
  reset_before_commit: ofRequest,
  slow: { ...ofRequest, delay_ms: neededMilliseconds },
  hang_before_commit: { ...ofRequest, ms: milliseconds },
  hang_after_commit: { ...ofRequest, ms: milliseconds },
  error_after_commit: ofRequest,
  reset_after_commit: ofRequest,
  invalid_response: ofRequest,
  stale_list: { ...ofRequest, lag_ms: neededMilliseconds },
  slot_mismatch_style: { ...ofRequest, style: { check: oneOf(slotMismatchStyles), required: true } },
  account_disconnected: ofDevice,
  webhook_drop: { ...ofDelivery, event_type: eventType },
  webhook_duplicate: { ...ofDelivery, event_type: eventType },
  webhook_reorder: { ...ofDelivery, event_type: eventType, delay_ms: neededMilliseconds },
};

/** A misspelled field is refused: a fault with `time: 1` would otherwise last for ever. */
export const readFault = (json: Record<string, unknown>): NewFault => {
  const kinds = Object.keys(fieldsOf);
  const kind = json['kind'];
  if (!isFaultKind(kind))
    throw invalidInput('kind', `is ${JSON.stringify(kind)}, expected one of ${kinds.join(', ')}`);

  const fields = fieldsOf[kind];
  for (const [name, value] of Object.entries(json)) {
    if (name === 'kind') continue;
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    const expected = field
      ? field.check(value)
      : `one of ${Object.keys(fields).join(', ')} as the field's name`;
    if (expected) throw invalidInput(name, `is ${JSON.stringify(value)}, expected ${expected}`);
  }
  for (const [name, { required }] of Object.entries(fields)) {
    if (required && json[name] === undefined) throw invalidInput(name, `is missing, ${kind} needs it`);
  }
  return json as unknown as NewFault;
};

const isFaultKind = (kind: unknown): kind is FaultKind =>
  typeof kind === 'string' && Object.hasOwn(fieldsOf, kind);
