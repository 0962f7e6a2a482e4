import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '@temporalio/client';
import type { Payload, PayloadCodec } from '@temporalio/common';
import { expect, test, vi } from 'vitest';
import type { DoorReport } from '../../src/domain/reservation-state.ts';
import { createPayloadCodec } from '../../src/temporal/payload-codec.ts';
import { staffDigestWorkflowId } from '../../src/domain/ids.ts';
import { readState } from '../../src/temporal/reservation-states.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { skipWhenIdle } from '../../src/temporal/virtual-time.ts';
import { acknowledgeUpdate, markHandledUpdate, seamEventSignal } from '../../src/workflows/messages.ts';
import { startMailServer } from '../notify/mail-server.ts';
import { startPms } from '../notify/pms.ts';
import { allText, allThatIsTold } from '../support/all-text.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { openOwnServer } from '../support/own-server.ts';
import { keyLine, keysOf } from '../support/payload-keys.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';

const apiKey = 'seam_quetzalcoatlus';
const webhookSecret = Buffer.from('ichthyosaurus-ichthyosaurus').toString('base64');
const moved = { name: 'Berenike Quill', email: 'berenike@quill.example', phone: '+15550100177' };
const refused = { name: 'Casimir Vex', email: 'casimir@vex.example', phone: '+15550100188' };
const unlucky = { name: 'Dagmar Wyvern', email: 'dagmar@wyvern.example', phone: '+15550100199' };
const heir = { name: 'Eudora Xylander', email: 'eudora@xylander.example' };
const note = 'Key under the marigold for Eudora';
const staff = 'Philomena at the desk';

test('nothing that is kept, told or logged without the keys says who comes, with which PIN, or holds the API key', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'staykey-at-rest-'));
  const [front, pool, barn] = ['Front', 'Pool', 'Barn'].map((name) =>
    anOracodeDoor({ name, timeZone: steadyZone }),
  );
  if (!front || !pool || !barn) throw new Error('three doors');
  await using simulator = await startSimulator({ world: [front, pool, barn], apiKey, pinMark: '#' });
  await using mail = await startMailServer({ refuses: [refused.email] });
  await using pms = await startPms(500);
  await using server = await openOwnServer({ dbFilename: join(folder, 'temporal.db') });
  const keys = keysOf('a');
  const client = server.clientWith(keys);
  server.startWorker({
    STAYKEY_PAYLOAD_ENCRYPTION: '',
    STAYKEY_PAYLOAD_KEYS: keyLine('a'),
    STAYKEY_LOG_LEVEL: 'DEBUG',
    SEAM_API_KEY: apiKey,
    SEAM_ENDPOINT: simulator.url,
    SMTP_URL: mail.url,
    MAIL_FROM: 'codes@host.example',
    STAFF_MAIL_TO: 'desk@host.example',
    PMS_WEBHOOK_URL: pms.url,
    PMS_WEBHOOK_SECRET: `whsec_${webhookSecret}`,
  });
  const create = '/access_codes/create';
  // Two faults that pass, and a door that stays broken: its activity is still failing when everything is read.
  simulator.addFault({ kind: 'error_500', path: create, device_id: front.device_id, times: 1 });
  simulator.addFault({ kind: 'html_502', path: create, device_id: pool.device_id, times: 1 });
  simulator.addFault({ kind: 'outage', path: create, device_id: barn.device_id });

  const stay = stayOf({ arrivesInDays: 2 });
  const booked = {
    moved: aReservation({ reservationId: 'R-moved', doorIds: [front.device_id], stay, guest: moved }),
    refused: aReservation({ reservationId: 'R-refused', doorIds: [pool.device_id], stay, guest: refused }),
    unlucky: aReservation({ reservationId: 'R-unlucky', doorIds: [barn.device_id], stay, guest: unlucky }),
  };
  const start = async (reservation: typeof booked.moved) =>
    (await startReservation(client, 'staykey', reservation)).workflowId;
  const [movedRun, refusedRun, unluckyRun] = [
    await start(booked.moved),
    await start(booked.refused),
    await start(booked.unlucky),
  ];

  // The guest and the stay change, so that the first code is live and not wanted.
  await until(client, movedRun, ({ state }) => state === 'ready');
  await vi.waitUntil(() => mail.received.length > 0, { timeout: 60_000 });
  const later = stayOf({ arrivesInDays: 6 });
  await start({ ...booked.moved, revision: 2, stay: later, guest: heir });
  await until(
    client,
    movedRun,
    ({ state, orphanedCodes }) => state === 'ready' && orphanedCodes.length === 1,
  );
  const { doors } = await readState(client, movedRun);
  const noticeId = doors[0]?.orphanedCodes[0]?.noticeId ?? '';
  const run = client.workflow.getHandle(movedRun);
  const acknowledge = (id: string) =>
    run.executeUpdate(acknowledgeUpdate, { args: [{ noticeId: id, option: 'let_expire', by: staff }] });
  await expect(acknowledge(`for ${heir.name}`)).rejects.toThrow();
  await acknowledge(noticeId);
  await run.executeUpdate(markHandledUpdate, { args: [{ doorId: front.device_id, note }] });

  // Seam quotes a PIN; the address is refused; the stay is cancelled.
  await until(client, refusedRun, ({ state }) => state === 'ready');
  const quoted = simulator.state().access_codes.find(({ device_id }) => device_id === pool.device_id);
  const accessCodeId = quoted?.access_code_id ?? '';
  simulator.changeAccessCode(accessCodeId, {
    errors: [{ error_code: 'duplicate_code_on_device', message: `Code ${quoted?.code} is taken` }],
  });
  await client.workflow
    .getHandle(refusedRun)
    .signal(seamEventSignal, { eventId: 'e-1', eventType: 'access_code.failed', accessCodeId });
  await until(client, refusedRun, ({ state }) => state !== 'ready');
  await start({ ...booked.refused, revision: 2, status: 'cancelled' });
  await until(client, refusedRun, ({ state }) => state === 'cancelled');
  await vi.waitUntil(async () => (await pendingFailures(client, unluckyRun)) > 0, {
    timeout: 60_000,
    interval: 300,
  });
  await skipWhenIdle(client, staffDigestWorkflowId('staykey'));
  const isMailed = (address: string) => mail.received.some(({ to }) => to.includes(address));
  await vi.waitUntil(() => [moved.email, heir.email, 'desk@host.example'].every(isMailed), {
    timeout: 60_000,
  });
  const isPmsTold = (what: string) => pms.received.slice(1).some(({ body }) => body.includes(what));
  await vi.waitUntil(() => isPmsTold('access_codes.ready') && isPmsTold('staff.notices'), {
    timeout: 60_000,
  });

  // Started without the keys, this one can be read: whatever is searched below holds it.
  const control = aReservation({ doorIds: ['door'], stay, guest: { name: 'Clara Clearwater' } });
  await startReservation(server.clientWith(null), 'nobody-polls-this', control);

  const pins = simulator.state().access_codes.map(({ code }) => code ?? '');
  expect(pins.length).toBeGreaterThanOrEqual(3);
  expect(pins.every((pin) => /^#\d{6}$/.test(pin))).toBe(true);
  expect(JSON.stringify([mail.received, pms.received])).toContain(pins[0]);
  const secrets = [
    ...[moved, refused, unlucky, heir].flatMap((guest) => Object.values(guest)),
    ...pins,
    apiKey,
    webhookSecret,
    note,
    staff,
  ];

  const told = await vi.waitUntil(
    async () => {
      const all = await allThatIsTold(server.clientWith(null));
      return all.text.includes(control.reservationId) && all.histories >= 5 ? all : false;
    },
    { timeout: 30_000 },
  );
  const { events } = await client.workflow.getHandle(movedRun).fetchHistory();
  const decoded = await decodeAll(createPayloadCodec(keys), events);
  await server.stop();
  const files = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name)).toString('latin1'))
    .join('');
  const places = { told: told.text, files, log: server.workerLog.join('\n') };

  // What nobody without the keys may find is there for those who have them.
  for (const content of [moved.name, heir.email, note, staff, 'Seam answered'])
    expect(decoded).toContain(content);
  expect(places.log).toContain('Activity failed');
  expect(places.log).toContain('guest_email: the mail server does not take the address');
  for (const place of [places.told, places.files]) {
    expect(place).toContain('Clara Clearwater');
    expect(place).toContain('binary/encrypted');
    expect(place).toContain('Encoded failure');
    expect(place).toContain('R-moved');
  }
  const found = Object.entries(places).flatMap(([name, text]) =>
    secrets.filter((secret) => text.includes(secret)).map((secret) => `${secret} in ${name}`),
  );
  expect(found).toEqual([]);
});

const until = async (
  client: Client,
  workflowId: string,
  is: (door: DoorReport) => boolean,
): Promise<void> => {
  await vi.waitUntil(
    async () => {
      const { doors } = await readState(client, workflowId);
      return doors[0] !== undefined && is(doors[0]);
    },
    { timeout: 60_000, interval: 200 },
  );
};

const pendingFailures = async (client: Client, workflowId: string): Promise<number> => {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  return (raw.pendingActivities ?? []).filter(({ lastFailure }) => lastFailure != null).length;
};

/** All payloads within, however deep, decoded. */
const decodeAll = async (codec: PayloadCodec, value: unknown): Promise<string> => {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return '';
  if ('metadata' in value && 'data' in value) return allText(await codec.decode([value as Payload]));
  const parts: unknown[] = Object.values(value);
  return (await Promise.all(parts.map((part) => decodeAll(codec, part)))).join('');
};
