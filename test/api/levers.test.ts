import { Client } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  AccessCodes,
  Applied,
  ProblemDetails,
  Reissued,
  ReservationStateView,
  Validated,
} from '../../src/api/contract.ts';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import type { DoorReport } from '../../src/domain/reservation-state.ts';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { keysOf } from '../support/payload-keys.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type ReservationHandle, type Stage } from '../support/stage.ts';
import { bodyOf, pathTo, startApi, type Api } from './api.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const doorId = door.device_id;

let stage: Stage;
let api: Api;
beforeAll(async () => {
  stage = await openStage({ world: [door] });
  api = await startApi(stage, { logLevel: 'error' });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

/** A booking whose code is there already. */
const aReadyOne = async () => {
  const reservation = aReservation({ doorIds: [doorId], stay: stayOf({ arrivesInDays: 2 }) });
  await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
  await stage.untilReady(runOf(reservation));
  return reservation;
};
const farAhead = async () => {
  const reservation = aReservation({ doorIds: [doorId], stay: stayOf({ arrivesInDays: 30 }) });
  await api.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
  await settled(reservation);
  return reservation;
};
const pull = <Body = ReservationStateView>(
  reservation: Reservation,
  lever: string,
  body?: object,
  headers = {},
) => api.call<Body>('POST', pathTo(reservation, lever), { body, headers });
const stateOf = async (reservation: Reservation) =>
  (await api.call<ReservationStateView>('GET', pathTo(reservation))).body;
const runOf = ({ source, propertyId, reservationId }: Reservation): ReservationHandle =>
  stage.client.workflow.getHandle(reservationWorkflowId({ source, propertyId, reservationId }));
const settled = (reservation: Reservation) => stage.settle(runOf(reservation));
const untilDoor = (reservation: Reservation, wanted: DoorReport['state']) =>
  stage.until(runOf(reservation), ({ state }) => state === wanted);

test('hold and release work on all doors without a body', async () => {
  // Its own: time passes here.
  await using held = await openStage({ world: [door] });
  await using heldApi = await startApi(held);
  const reservation = aReservation({ doorIds: [doorId], stay: stayOf({ arrivesInDays: 10 }) });
  const run = held.client.workflow.getHandle<typeof reservationWorkflow>(reservationWorkflowId(reservation));
  await heldApi.call('PUT', pathTo(reservation), { body: bodyOf(reservation) });
  await held.until(run, ({ state }) => state === 'not_yet_due');
  const { status } = await heldApi.call('POST', pathTo(reservation, 'hold'));
  await held.passTo(run, before(reservation.stay.arrival, { days: 5 }));
  await held.until(run, ({ state }) => state === 'on_hold');
  expect([status, codesMade(held.simulator)]).toEqual([200, []]);

  await heldApi.call('POST', pathTo(reservation, 'release'), { body: { doorId } });
  await held.untilReady(run);
});

test('a door marked as handled is left alone until the note is taken back', async () => {
  const reservation = await farAhead();
  await pull(reservation, 'handled', { doorId, note: 'key box' });
  await untilDoor(reservation, 'handled_by_hand');
  await pull(reservation, 'handled', { doorId, note: '' });
  await untilDoor(reservation, 'not_yet_due');
});

test('retry answers with the state, and a door of another run is refused in the run’s own words', async () => {
  const reservation = await farAhead();
  const { status, body } = await pull<ProblemDetails>(reservation, 'retry', { doorId: 'elsewhere' });

  expect((await pull(reservation, 'retry')).body.revision).toBe(reservation.revision);
  expect([status, body.type]).toEqual([422, 'urn:staykey:problem:refused']);
  expect(body.detail).toBe(`No door "elsewhere" here; this run has ${doorId}`);
});

test('a misspelt field of a lever is refused: passed over, it would mean all doors', async () => {
  const reservation = await farAhead();
  const { status, body } = await pull<ProblemDetails>(reservation, 'hold', { door: doorId });
  expect([status, body.type]).toEqual([400, 'urn:staykey:problem:invalid-request']);
  expect((await stateOf(reservation)).doors[0]?.state).toBe('not_yet_due');
});

test('reissue warns of the code that stays live; with one key it is done once; its notice can be closed', async () => {
  const reservation = await aReadyOne();
  const before = codesMade(stage.simulator).length;
  const key = { 'idempotency-key': 'reissue-1' };
  const first = await pull<Reissued>(reservation, 'reissue', { doorId }, key);
  const repeated = await pull<Reissued>(reservation, 'reissue', { doorId }, key);
  await stage.until(runOf(reservation), ({ state, code }) => state === 'ready' && code !== null);
  await settled(reservation);

  expect([first.status, first.body.warning]).toEqual([200, repeated.body.warning]);
  expect(first.body.warning).toMatch(/stays live until/);
  expect(codesMade(stage.simulator)).toHaveLength(before + 1);
  const [live] = (await stateOf(reservation)).doors[0]?.liveCodes ?? [];
  expect(live).toMatchObject({ cause: 'reissued', severity: 'medium', closed: null });
  const wrong = await pull<ProblemDetails>(reservation, 'acknowledge', {
    noticeId: live?.noticeId,
    option: 'remove_remotely',
  });
  const closed = await pull(reservation, 'acknowledge', { noticeId: live?.noticeId, option: 'let_expire' });
  expect([wrong.status, wrong.body.detail.includes('expected one of')]).toEqual([422, true]);
  expect(closed.body.doors[0]?.liveCodes[0]?.closed).toMatchObject({ how: 'acknowledged', by: 'all' });
});

test('there is nothing to reissue before there is a code, and nothing to pull after the end', async () => {
  const reservation = await farAhead();
  const none = await pull<ProblemDetails>(reservation, 'reissue', { doorId });
  await api.call<Applied>('DELETE', `${pathTo(reservation)}?revision=2`);
  await stage.passToEnd(runOf(reservation));
  const over = await pull<ProblemDetails>(reservation, 'retry');
  const unknown = await pull<ProblemDetails>({ ...reservation, reservationId: 'nobody' }, 'retry');

  expect([none.status, none.body.type]).toEqual([409, 'urn:staykey:problem:no-code']);
  expect([over.status, over.body.type]).toEqual([409, 'urn:staykey:problem:run-over']);
  expect([unknown.status, unknown.body.type]).toEqual([404, 'urn:staykey:problem:unknown-reservation']);
});

test('a run that is over says so also where its memo is under a key nobody has any more', async () => {
  const { options, connection } = stage.client;
  const forgotten = new Client({
    connection,
    namespace: options.namespace,
    dataConverter: dataConverterFor(keysOf('z')),
  });
  const reservation = aReservation({ doorIds: [doorId], stay: stayOf({ arrivesInDays: 30 }) });
  const { workflowId } = await startReservation(forgotten, `${stage.taskQueue}-nobody`, reservation);
  await stage.client.workflow.getHandle(workflowId).terminate('of a test');
  const over = await pull<ProblemDetails>(reservation, 'retry');
  expect([over.status, over.body.type]).toEqual([409, 'urn:staykey:problem:run-over']);
});

test('an answer under a key the server lacks is a problem of its own; which key it is stands in the log alone', async () => {
  await using elsewhere = await openStage(
    { world: [door] },
    {},
    { dataConverter: dataConverterFor(keysOf('z', 'b')) },
  );
  const { options, connection } = elsewhere.client;
  const dataConverter = dataConverterFor(keysOf('b'));
  const client = new Client({ connection, namespace: options.namespace, dataConverter });
  await using forgetful = await startApi({ ...elsewhere, client });
  const reservation = aReservation({ doorIds: [doorId], stay: stayOf({ arrivesInDays: 30 }) });
  await elsewhere.start(reservation);
  const { status, body } = await forgetful.call<ProblemDetails>('POST', pathTo(reservation, 'hold'));
  expect([status, body.type]).toEqual([500, 'urn:staykey:problem:unreadable']);
  expect(body.detail).not.toMatch(/"[bz]"/);
  expect(forgetful.log()).toContain('key \\"z\\", which is not known here');
});

test('PINs are read from Seam, never stored by anybody, and the read is in the log whatever its level', async () => {
  const reservation = await aReadyOne();
  const { status, body, headers } = await api.call<AccessCodes>('GET', pathTo(reservation, 'access-codes'));
  const [code] = body.accessCodes;
  const made = codesMade(stage.simulator).find(({ access_code_id }) => access_code_id === code?.accessCodeId);

  expect([status, headers.get('cache-control'), code?.role]).toEqual([200, 'no-store', 'serves']);
  expect(code?.pin).toBe(made?.code);
  const line =
    api
      .log()
      .split('\n')
      .find((text) => text.includes(code?.accessCodeId ?? 'none')) ?? '';
  expect(JSON.parse(line)).toMatchObject({
    audit: 'pin-read',
    by: 'all',
    workflowId: reservationWorkflowId(reservation),
    accessCodeIds: [code?.accessCodeId],
  });
  expect(api.log()).not.toContain(code?.pin);
});

test('a dry run says per door what would be asked for or what speaks against it, and makes nothing', async () => {
  const before = codesMade(stage.simulator).length;
  const reservation = aReservation({ doorIds: [doorId, 'no-such-door'], stay: stayOf({ arrivesInDays: 5 }) });
  const { status, body } = await api.call<Validated>('POST', pathTo(reservation, 'validate'), {
    body: bodyOf(reservation),
  });

  expect([status, body.isPossible]).toEqual([200, false]);
  expect(body.doors).toMatchObject([
    { doorId, plan: { problems: [], slot: { name: 'Guest 4pm-10am' } } },
    { doorId: 'no-such-door', plan: { problems: [{ reason: 'device_not_found' }], slot: null } },
  ]);
  expect(codesMade(stage.simulator)).toHaveLength(before);
  expect((await api.call('GET', pathTo(reservation))).status).toBe(404);
});

test('a dry run without a body is of the reservation as it is known', async () => {
  const reservation = await farAhead();
  const known = await api.call<Validated>('POST', pathTo(reservation, 'validate'));
  const unknown = await api.call('POST', pathTo({ ...reservation, reservationId: 'nobody' }, 'validate'));
  expect(known.body).toMatchObject({ isPossible: true, doors: [{ doorId }] });
  expect(unknown.status).toBe(404);
});
