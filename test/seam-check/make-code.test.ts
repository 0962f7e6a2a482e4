import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCall, NoAnswer, type Answer, type Call } from '../../src/seam-check/call.ts';
import { checkEndedCode } from '../../src/seam-check/ended-code.ts';
import { makeCode, type CodeWish } from '../../src/seam-check/make-code.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor();
const wish: CodeWish = {
  doorId: door.device_id,
  name: 'staykey check 1',
  slot: {
    userLevelId: '5b1c1e0e-8c43-4f4f-a1a5-0a8f2c7b9e01',
    name: 'Guest 4pm-10am',
    maxTimeRounding: '1hour',
  },
  coverage: {
    startsAt: '2026-01-11T00:00:00.000Z', // 16:00 in Los Angeles
    endsAt: '2026-01-11T18:00:00.000Z', // 10:00
    localStart: '2026-01-10T16:00:00-08:00',
    localEnd: '2026-01-11T10:00:00-08:00',
    timeZone: 'America/Los_Angeles',
  },
  minutesOff: 15,
};

let simulator: RunningSimulator;
let call: Call;
beforeEach(async () => {
  simulator = await startSimulator({ world: [door], now: '2026-01-10T12:00:00Z' });
  call = createCall({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 500 });
});
afterEach(() => simulator.close());

const outcomes = (findings: { id: string; outcome: string }[]) =>
  Object.fromEntries(findings.map(({ id, outcome }) => [id, outcome]));
const startsAsked = () =>
  simulator.state().requests.map(({ body }) => (body as { starts_at: string }).starts_at);

/** A Seam that takes only the very times of a slot. */
const exacting =
  (answer: Partial<Answer>): Call =>
  async (path, parameters) => {
    const isExact = (parameters as { starts_at?: string }).starts_at === wish.coverage.startsAt;
    const body = { error: { type: 'invalid_input', message: 'No time slots found' }, ok: false };
    const refusal = { status: 400, ms: 5, body, requestId: 'r1', retryAfter: null, ...answer };
    return isExact ? call(path, parameters) : refusal;
  };

test('times off the slot are asked for first, and the code comes back with the slot’s own', async () => {
  const { made, findings } = await makeCode(call, wish);
  expect(startsAsked()).toEqual(['2026-01-11T00:15:00.000Z']);
  expect(outcomes(findings)).toMatchObject({ 'times-rounded': 'as assumed', 'mismatch-refused': 'not seen' });
  expect(made?.accessCodeId).toBe(simulator.state().access_codes[0]?.access_code_id);
});

test('a Seam that refuses them is asked for the very times, and its refusal is what a mismatch looks like', async () => {
  const { made, findings } = await makeCode(exacting({}), wish);
  expect(made).not.toBeNull();
  expect(simulator.state().access_codes).toHaveLength(1);
  expect(findings).toContainEqual({
    id: 'mismatch-refused',
    outcome: 'as assumed',
    observed: '15 minutes off: 400 invalid_input "No time slots found"',
  });
  expect(outcomes(findings)['times-rounded']).toBe('not seen');
});

test('a refusal of another form is told apart', async () => {
  const { findings } = await makeCode(exacting({ status: 422 }), wish);
  expect(outcomes(findings)['mismatch-refused']).toBe('otherwise');
});

test('a refusal for asking too often says nothing of times, and is not followed by another create', async () => {
  simulator.addFault({ kind: 'rate_limited', retry_after: 7 });
  const { made, findings } = await makeCode(call, wish);
  expect(made).toBeNull();
  expect(simulator.state().requests).toHaveLength(1);
  expect(findings).toContainEqual({
    id: 'create-answers-at-once',
    outcome: 'otherwise',
    observed: '429 too_many_requests "Too Many Requests", Retry-After 7',
  });
});

test('with exact times nothing is said of rounding', async () => {
  const { findings } = await makeCode(call, { ...wish, minutesOff: 0 });
  expect(startsAsked()).toEqual([wish.coverage.startsAt]);
  expect(outcomes(findings)['times-rounded']).toBe('not seen');
});

test.each(['outage', 'hang_after_commit', 'html_502'] as const)(
  '%s leaves it open whether there is a code',
  async (kind) => {
    simulator.addFault({ kind, path: '/access_codes/create' });
    await expect(makeCode(call, wish)).rejects.toThrow(NoAnswer);
    expect(simulator.state().requests).toHaveLength(1);
  },
);

test.each([
  [true, 'as assumed'],
  [false, 'otherwise'],
])('of a code that has ended, a 404 (%s) is %s', async (gone404, outcome) => {
  await simulator.close();
  simulator = await startSimulator({ world: [door], now: '2026-01-10T12:00:00Z', gone404 });
  call = createCall({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 500 });
  const { made } = await makeCode(call, wish);
  simulator.setNow('2026-01-12T00:00:00Z');
  const findings = await checkEndedCode(call, {
    accessCodeId: made?.accessCodeId ?? '',
    doorId: wish.doorId,
    endsAt: wish.coverage.endsAt,
  });
  expect(outcomes(findings)).toEqual({ 'ended-code-404': outcome, 'ended-code-unlisted': 'as assumed' });
});
