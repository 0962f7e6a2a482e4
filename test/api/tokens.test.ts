import { createHash } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProblemDetails } from '../../src/api/contract.ts';
import { newToken, readTokens } from '../../src/api/tokens.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { bodyOf, pathTo, startApi, type Api } from './api.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const booked = aReservation({
  propertyId: 'beach',
  doorIds: [door.device_id],
  stay: stayOf({ arrivesInDays: 30 }),
});

let stage: Stage;
let api: Api;
beforeAll(async () => {
  stage = await openStage({ world: [door] });
  api = await startApi(stage, {
    grants: { city: { properties: ['city'] }, reader: { rights: ['read'] }, nobody: {} },
  });
  await api.call('PUT', pathTo(booked), { body: bodyOf(booked) });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const everything: [method: string, path: string, right: string][] = [
  ['PUT', pathTo(booked), 'write'],
  ['DELETE', `${pathTo(booked)}?revision=9`, 'write'],
  ['GET', pathTo(booked), 'read'],
  ['GET', pathTo(booked, 'access-codes'), 'read-pin'],
  ['POST', pathTo(booked, 'validate'), 'read'],
  ...['retry', 'hold', 'release', 'reissue', 'acknowledge', 'handled'].map(
    (lever): [string, string, string] => ['POST', pathTo(booked, lever), 'operate'],
  ),
  ['GET', '/v1/reservations', 'read'],
  ['GET', '/v1/doors', 'read'],
];

const bodies: Record<string, object> = {
  reissue: { doorId: door.device_id },
  acknowledge: { noticeId: 'n', option: 'let_expire' },
  handled: { doorId: door.device_id, note: 'x' },
};
const bodyFor = (method: string, path: string) =>
  method === 'PUT'
    ? bodyOf(booked)
    : method === 'POST'
      ? (bodies[path.split('/').at(-1) ?? ''] ?? undefined)
      : undefined;

test.each(everything)('%s %s needs a token, and its right', async (method, path, right) => {
  const body = bodyFor(method, path);
  const none = await api.call<ProblemDetails>(method, path, { as: null, body });
  const wrong = await api.call(method, path, {
    as: null,
    body,
    headers: { authorization: 'Bearer staykey_no' },
  });
  expect([none.status, none.headers.get('www-authenticate'), wrong.status]).toEqual([401, 'Bearer', 401]);
  if (right === 'read') return;
  const lacking = await api.call<ProblemDetails>(method, path, { as: 'reader', body });
  expect([lacking.status, lacking.body.detail]).toEqual([403, `Token "reader" lacks the right "${right}".`]);
});

test('a token of another property learns nothing: what exists and what does not are refused alike', async () => {
  for (const [method, path] of everything.filter(([, path]) => path.includes('/beach/'))) {
    const body = bodyFor(method, path);
    const existing = await api.call<ProblemDetails>(method, path, { as: 'city', body });
    const missing = await api.call<ProblemDetails>(method, path.replace(booked.reservationId, 'R-none'), {
      as: 'city',
      body,
    });
    expect([method, path, existing.status, missing.status]).toEqual([method, path, 403, 403]);
    expect(existing.body.detail).toBe(missing.body.detail);
  }
});

test('a token for one property is not stretched by spaces, case or encoding', async () => {
  for (const other of ['%20beach%20', 'BEACH', 'city%2F..%2Fbeach', 'city%00']) {
    const { status } = await api.call('GET', `/v1/reservations/test-pms/${other}/x`, { as: 'city' });
    expect([other, [400, 403].includes(status)]).toEqual([other, true]);
  }
  expect((await api.call('GET', '/v1/reservations/test-pms/%20city/x', { as: 'city' })).status).toBe(404);
});

test('a token is random, and only its hash is kept', () => {
  const parts = { name: 'pms', properties: ['*'], rights: ['read' as const] };
  const { token, entry } = newToken(parts);
  expect(Buffer.from(token.replace('staykey_', ''), 'base64url')).toHaveLength(32);
  expect(entry).toEqual({ ...parts, sha256: createHash('sha256').update(token).digest('hex') });
  expect(newToken(parts).token).not.toBe(token);
});

test('a tokens file says what is wrong with it and where', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'staykey-')), 'tokens.json');
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  const read = async (entries: unknown) => {
    await writeFile(file, JSON.stringify(entries));
    return () => readTokens(file);
  };
  expect(await read([{ ...entry, sha256: 'abc' }])).toThrow('at "0.sha256": expected 64 hexadecimal digits');
  expect(await read([entry, entry])).toThrow('at "1.name": is there twice; at "1.sha256": is there twice');
  expect(await read([{ ...entry, rights: ['admin'] }])).toThrow('at "0.rights.0"');
  expect(await read([])).toThrow('expected at least one token');
});
