import { connect } from 'node:net';
import { Client, Connection } from '@temporalio/client';
import fc from 'fast-check';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aSecret, signed, startReceiver } from './webhook-receiver.ts';

// What is refused is refused without Temporal.
const connection = Connection.lazy({ address: `127.0.0.1:${await getPort()}` });
const unreachable = new Client({ connection });
let receiver: Awaited<ReturnType<typeof startReceiver>>;
beforeAll(async () => {
  receiver = await startReceiver(unreachable, aSecret);
});
afterAll(async () => {
  await receiver[Symbol.asyncDispose]();
  await connection.close();
});

const anEvent = {
  event_id: 'e1',
  event_type: 'device.connected',
  device_id: 'd1',
  code: '918273',
};
const body = JSON.stringify(anEvent);
const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);
const without = (name: string) => {
  const headers = signed(body, aSecret);
  delete headers[name];
  return headers;
};

test.each([
  ['signed with another secret', signed(body, `whsec_${Buffer.alloc(24, 8).toString('base64')}`), 401],
  ['signed for another body', signed(`${body} `, aSecret), 401],
  ['sent six minutes ago', signed(body, aSecret, { at: minutesFromNow(-6) }), 401],
  ['from six minutes ahead', signed(body, aSecret, { at: minutesFromNow(6) }), 401],
  [
    'replayed under a new timestamp',
    {
      ...signed(body, aSecret, { at: minutesFromNow(-6) }),
      'svix-timestamp': String(Math.floor(Date.now() / 1000)),
    },
    401,
  ],
  ['replayed under a new id', { ...signed(body, aSecret), 'svix-id': 'msg_2' }, 401],
  ['without signature', without('svix-signature'), 401],
  ['without timestamp', without('svix-timestamp'), 401],
  ['without id', without('svix-id'), 401],
  ['with a signature of nothing', { ...signed(body, aSecret), 'svix-signature': 'v1' }, 401],
])('a webhook %s, and its body is not logged', async (_name, headers, status) => {
  expect((await receiver.post(body, headers)).status).toBe(status);
  expect(receiver.log()).not.toContain('918273');
});

test('four minutes are not too late', async () => {
  const headers = signed(body, aSecret, { at: minutesFromNow(-4) });
  expect((await receiver.post(body, headers)).status).toBe(200);
});

test.each([
  ['no JSON', '{"code":"918273"'],
  ['no object', '["918273"]'],
  ['no type', JSON.stringify({ event_id: 'e1', code: '918273' })],
  ['an id that is no text', JSON.stringify({ event_id: 918273, event_type: 'x.y' })],
  ['nothing at all', ''],
])('a signed body with %s, and it is quoted nowhere', async (_name, garbage) => {
  const answer = await receiver.send(garbage);
  expect(answer).toEqual({
    status: 400,
    body: { error: 'expected a JSON object with event_id and event_type' },
  });
  expect(receiver.log()).not.toContain('918273');
});

test('a body beyond 256 KB', async () => {
  const answer = await receiver.send({ ...anEvent, padding: 'x'.repeat(256 * 1024) });
  expect(answer.status).toBe(413);
});

test('a body that does not come to its end is given up, and its connection closed', async () => {
  await using impatient = await startReceiver(unreachable, aSecret, { answerWithinMs: 1_200 });
  const { port } = new URL(impatient.url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write('POST /seam/webhook HTTP/1.1\r\nhost: here\r\ncontent-length: 100\r\n\r\n{"event_id":');
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  expect(answer).toMatch(/^HTTP\/1\.1 408 /);
});

test('while Temporal cannot be reached Seam is told to try again', async () => {
  await using impatient = await startReceiver(unreachable, aSecret, { answerWithinMs: 1_500 });
  const event = { ...anEvent, access_code_id: 'c1' };
  expect(await impatient.send(event)).toEqual({ status: 503, body: { error: 'Try again later' } });
  expect(impatient.log()).not.toContain('918273');
});

test('whatever bytes come under whatever headers, the answer is a refusal', async () => {
  const name = fc.constantFrom('svix-id', 'svix-timestamp', 'svix-signature', 'webhook-id', 'content-type');
  const value = fc.oneof(
    fc.stringMatching(/^[ -~]{0,40}$/),
    fc.constantFrom(
      ...Object.values(signed(body, aSecret)),
      'v1,',
      'v1 v1',
      'application/json; charset=klingon',
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 300 }),
      fc.dictionary(name, value),
      async (bytes, headers) => {
        expect([400, 401, 415]).toContain((await receiver.post(bytes, headers)).status);
      },
    ),
    { numRuns: 300 },
  );
});

test('one byte changed in a signed body is one too many', async () => {
  const bytes = Buffer.from(body);
  const position = fc.nat(bytes.length - 1);
  await fc.assert(
    fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, change) => {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ change;
      expect((await receiver.post(changed, signed(body, aSecret))).status).toBe(401);
    }),
    { numRuns: 200 },
  );
});
