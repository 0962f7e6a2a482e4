import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Client, Connection } from '@temporalio/client';
import type { ReservationStateView } from '../../src/api/state-contract.ts';
import { startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { startSpanCollector } from '../support/span-collector.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const guest = { name: 'Ada Rivers', email: 'ada@guests.example' };
/** Of the worker: the API writes its log to standard output. */
const log: string[] = [];
const warnings = () => log.filter((line) => line.includes('Traces are lost'));

let simulator: RunningSimulator;
let collector: Awaited<ReturnType<typeof startSpanCollector>>;
let api: ApiProcesses;
beforeAll(async () => {
  simulator = await startSimulator({ world: [door], settingAfterMs: 0, setAfterMs: 0 });
  collector = await startSpanCollector();
  api = await startApiProcesses(simulator, {
    sharedEnv: {
      STAYKEY_TRACES_URL: collector.url,
      STAYKEY_LOG_LEVEL: 'WARN',
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=sesame',
    },
    say: (line) => log.push(line),
  });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await collector.close();
  await simulator.close();
});

const path = (reservationId: string) => `/v1/reservations/pms/beach-house/${reservationId}`;
const authorization = () => `Bearer ${api.tokens.all}`;
const book = async (reservationId: string, headers: Record<string, string> = {}) => {
  const response = await fetch(api.url + path(reservationId), {
    method: 'PUT',
    headers: { authorization: authorization(), 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      revision: 1,
      ...stayOf({ arrivesInDays: 1, nights: 2 }),
      doors: [door.device_id],
      guest,
    }),
  });
  expect([response.status, await response.text()]).toMatchObject([201, expect.any(String)]);
};
const isReady = (reservationId: string) => async () => {
  const response = await fetch(api.url + path(reservationId), {
    headers: { authorization: authorization() },
  });
  return ((await response.json()) as ReservationStateView).doors[0]?.state === 'ready';
};
const patience = { timeout: 40_000, interval: 200 };

const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

test('one trace goes from the caller through API, message and activities to each call of Seam', async () => {
  await book('4711', {
    traceparent: `00-${caller.traceId}-${caller.spanId}-01`,
    tracestate: `pms=${guest.name.replace(' ', '')}`,
  });
  await vi.waitUntil(isReady('4711'), patience);
  const ofTrace = () => collector.spans.filter(({ traceId }) => traceId === caller.traceId);
  const ways = () => {
    const byId = new Map(ofTrace().map((span) => [span.spanId, span]));
    const way = ({ name, parentId }: { name: string; parentId: string }): string => {
      const parent = byId.get(parentId);
      return `${parent ? way(parent) : parentId} > ${name}`;
    };
    return ofTrace().map(way);
  };
  const put = `${caller.spanId} > PUT /v1/reservations/:source/:propertyId/:reservationId`;
  const message = `${put} > update applyReservation`;
  const expected = [
    put,
    message,
    `${message} > planAccess > Seam devices/get`,
    `${message} > issueAccessCode > Seam access_codes/list`,
    `${message} > issueAccessCode > Seam access_codes/create`,
    `${message} > deliverCodes`,
  ];
  // API and worker each send what they have every few seconds, in no order.
  await vi.waitFor(() => expect(ways()).toEqual(expect.arrayContaining(expected)), patience);

  expect(new Set(ofTrace().map(({ service }) => service))).toEqual(
    new Set(['staykey-api', 'staykey-worker']),
  );
  const create = ofTrace().find(({ name }) => name === 'Seam access_codes/create');
  expect(create?.attributes).toEqual({
    'url.path': '/access_codes/create',
    'http.response.status_code': 200,
  });
});

test('the collector is shown its key, and no PIN, no guest, no key of ours', () => {
  expect(collector.headers.length).toBeGreaterThan(1);
  for (const headers of collector.headers) expect(headers['x-collector-key']).toBe('sesame');
  const sent = Buffer.concat(collector.bodies).toString('latin1');
  const [{ code } = { code: null }] = simulator.state().access_codes;
  expect(code).toMatch(/^\d+$/);
  for (const secret of [code, 'Ada', 'Rivers', 'guests.example', simulator.apiKey, api.tokens.all])
    expect(sent).not.toContain(secret);
});

test('a history keeps which trace it was and nothing else of it', async () => {
  const connection = await Connection.connect({ address: api.temporalAddress });
  const { events } = await new Client({ connection }).workflow
    .getHandle('reservation/pms/beach-house/4711')
    .fetchHistory();
  await connection.close();
  const headers = (events ?? []).flatMap(
    ({ workflowExecutionStartedEventAttributes: started, activityTaskScheduledEventAttributes: scheduled }) =>
      (started ?? scheduled)?.header?.fields?.['_tracer-data'] ?? [],
  );
  expect(headers.length).toBeGreaterThan(1);
  for (const { data } of headers)
    expect(Buffer.from(data ?? []).toString()).toMatch(
      new RegExp(`^\\{"traceparent":"00-${caller.traceId}-[0-9a-f]{16}-01"\\}$`),
    );
});

test('a collector that is down disturbs nothing, and the worker’s log says so', async () => {
  expect(warnings()).toEqual([]);
  await collector.close();
  await book('4712');
  await vi.waitUntil(isReady('4712'), patience);
  await vi.waitUntil(() => warnings().length > 0, patience);
  await book('4713');
  await vi.waitUntil(isReady('4713'), patience);
  expect(simulator.state().access_codes).toHaveLength(3);
  expect(warnings().join('\n')).toMatch(/ECONNREFUSED/);
  expect(warnings()).toHaveLength(1);
});
