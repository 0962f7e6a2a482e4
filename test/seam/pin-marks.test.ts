import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createSeam, type Seam } from '../../src/seam/client.ts';
import { missingMarkKey } from '../../src/seam/pin-marks.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor();
const pinMarkKey = 'marks-that-outlive-other-keys';
let simulator: RunningSimulator;
let codeId: string;
beforeAll(async () => {
  simulator = await startSimulator({ world: [door], now: '2026-12-01T08:00:00Z' });
  const { accessCodeId } = await seamWith().createAccessCode({
    doorId: door.device_id,
    name: 'marked',
    startsAt: '2026-12-03T15:00:00.000Z', // 7:00 in Los Angeles
    endsAt: '2026-12-06T03:00:00.000Z', // 19:00
    maxTimeRounding: '1hour',
  });
  codeId = accessCodeId;
});
afterAll(() => simulator.close());

const seamWith = (options: { pinMarkKey?: string; apiKey?: string; endpoint?: string } = {}): Seam =>
  createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 2_000, ...options });
const markBy = async (seam: Seam) => {
  const mark = (await seam.findAccessCode(codeId))?.pinMark;
  expect(mark).toMatch(/^[\w-]{16}$/);
  return mark;
};

/** The same Seam, which knows another API key by now. */
const rotated = async (apiKey: string) => {
  const server = createServer((request, response) => {
    const isKnown = request.headers.authorization === `Bearer ${apiKey}`;
    const authorization = `Bearer ${isKnown ? simulator.apiKey : 'unknown'}`;
    const { method = 'GET', url = '/' } = request;
    const passedOn = { method, headers: { ...request.headers, authorization } };
    request.pipe(
      httpRequest(`${simulator.url}${url}`, passedOn, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { apiKey, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
};

test('another Seam API key leaves the mark of a PIN what it was', async () => {
  const before = await markBy(seamWith({ pinMarkKey }));
  const newSeam = await rotated('seam_after_rotation');
  expect(await markBy(seamWith({ pinMarkKey, ...newSeam }))).toBe(before);
  // Without a key of its own it changes, which is what a worker warns of.
  expect(await markBy(seamWith(newSeam))).not.toBe(await markBy(seamWith()));
});

test('the API key in use, given as the key of marks, keeps the marks made so far', async () => {
  const newSeam = await rotated('seam_after_rotation');
  expect(await markBy(seamWith({ pinMarkKey: simulator.apiKey, ...newSeam }))).toBe(await markBy(seamWith()));
});

test('another PIN is another mark', async () => {
  const before = await markBy(seamWith({ pinMarkKey }));
  simulator.changeAccessCode(codeId, { code: '*0417' });
  expect(await markBy(seamWith({ pinMarkKey }))).not.toBe(before);
});

test('a worker without the key says what that means and what to do, and one with it says nothing', () => {
  expect(missingMarkKey(null)).toMatch(/sends every guest with a code their PIN again.*Set it now/);
  expect(missingMarkKey(pinMarkKey)).toBeNull();
});
