/** When seam:check looks at it: reading only, with the one code it makes, once that code has ended, or never. */
type Stage = 'reading' | 'code' | 'ended' | 'never';

/**
 * What the simulator takes for true of Seam where Seam's own pages are silent or disagree. The ids are those of
 * docs/assumptions.md, which says where each comes from.
 */
export const assumptions = {
  'doors-by-type': ['reading', 'devices/list filters by device_type'],
  'zone-of-door': ['reading', 'where a door has a zone, it is an IANA name in iana_timezone'],
  'time-of-day-text': ['reading', 'time slots write their times as 07:00:00[America/Los_Angeles]'],
  'user-level-ids': ['reading', 'every time slot of a door has a user level id of its own'],
  'page-cursor': ['reading', 'lists come in pages, with a cursor to the next'],
  'refusal-shape': ['reading', 'a refusal has error.type, error.message, ok: false and a seam-request-id'],
  'wrong-key': ['reading', 'a wrong key gets 401 unauthorized'],
  'unknown-device': ['reading', 'a device nobody knows gets 404 device_not_found'],
  'unknown-code': ['reading', 'a code nobody knows gets 404 access_code_not_found'],
  'list-needs-filter': ['reading', 'access_codes/list without any filter is refused with 400'],
  'create-answers-at-once': ['code', 'create answers with the code while its action attempt is pending'],
  'times-rounded': ['code', "a code asked for 15 minutes off its slot comes back with the slot's times"],
  'mismatch-refused': [
    'code',
    'times that match no slot are refused by create itself, with 400 invalid_input',
  ],
  'user-level-in-answer': ['code', 'the code names the user level Seam chose'],
  'flags-in-answer': ['code', 'the code says whether it can be cancelled, extended or overridden'],
  'listed-at-once': ['code', 'a new code is in access_codes/list with search within a second'],
  'search-part-of-name': ['code', 'search finds a code by a part of its name'],
  'pin-at-create': ['code', 'the PIN comes with the answer to create'],
  'pin-form': ['code', 'a PIN is six digits'],
  'pin-prefix': ['code', 'a PIN begins with the prefix of its user level'],
  'pin-stays': ['code', 'a PIN, once named, stays the same'],
  'set-at-once': ['code', 'a code is set within seconds, however far off its start'],
  'nothing-pending-when-set': ['code', 'a code that is set has no pending mutations'],
  'event-created': ['code', 'access_code.created is listed for a new code'],
  'event-set-has-pin': ['code', 'access_code.set_on_device carries the PIN'],
  'update-refused': ['code', 'update is refused with 400 for an offline code'],
  'delete-refused': ['code', 'delete is refused with 400 for an offline code'],
  'ended-code-404': ['ended', 'a code that has ended gets 404'],
  'ended-code-unlisted': ['ended', 'a code that has ended is in no list'],
  'hour-inclusive': ['never', 'exactly 60 minutes still count as within the hour'],
  'least-rounding-wins': ['never', 'of several slots that match, the one with the least rounding is taken'],
  'day-rounding': ['never', 'with 1day only a slot with is_24_hour moves by more than an hour'],
  'nights-on-calendar': ['never', '31 consecutive days are 31 local calendar nights'],
  'unsupported-slots': ['never', 'master, one-shot and biweekly slots are passed over'],
  'code-not-accepted': ['never', "create with a PIN of one's own is refused with 400"],
  'ten-creates-a-minute': [
    'never',
    'the eleventh create at a door within a minute gets 429, without Retry-After',
  ],
  'no-space-is-an-error': ['never', 'a full lock shows as an error of the code, not as a refused create'],
  'disconnected-is-unknown': ['never', 'while an account is disconnected its codes have the status unknown'],
  'webhook-retries': ['never', 'a webhook that is not answered with 2xx is sent again with the same svix-id'],
} as const satisfies Record<string, readonly [Stage, string]>;

export type AssumptionId = keyof typeof assumptions;

export interface Finding {
  id: AssumptionId;
  outcome: 'as assumed' | 'otherwise' | 'not seen';
  /** What was there instead of words: never a PIN. */
  observed: string;
}

export const finding = (id: AssumptionId, holds: boolean | null, observed: string): Finding => ({
  id,
  outcome: holds === null ? 'not seen' : holds ? 'as assumed' : 'otherwise',
  observed,
});

export const idsOf = (stage: Stage): AssumptionId[] =>
  (Object.keys(assumptions) as AssumptionId[]).filter((id) => assumptions[id][0] === stage);
