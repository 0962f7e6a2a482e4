/**
 * What a list of arrivals costs, with that many open reservations on a development server:
 *   npm run arrivals -- 2000
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { DateTime } from 'luxon';
import pLimit from 'p-limit';
import { dataConverterFor } from '../src/temporal/data-converter.ts';
import { startDevServer } from '../src/temporal/dev-server.ts';
import { newKeyLine, parsePayloadKeys } from '../src/temporal/keys.ts';
import { listArrivals } from '../src/temporal/list-arrivals.ts';
import { startReservation } from '../src/temporal/start-reservation.ts';
import { searchAttributeTypes } from '../src/workflows/search-attributes.ts';
import { aReservation, stayOf, steadyZone } from '../test/support/builders.ts';
import { temporalForTests } from '../test/support/temporal-binary.ts';
import { machineText } from './measure.ts';

const ROUNDS = 5;
const AT_ONCE = 20;

const count = Number(process.argv[2] ?? 2_000);
const say = (line: string) => process.stderr.write(`${line}\n`);
const { path } = await temporalForTests();
const server = await startDevServer({ binary: path, ui: false, searchAttributes: searchAttributeTypes, say });
const connection = await Connection.connect({ address: server.address });
try {
  const { namespace } = server;
  const dataConverter = dataConverterFor(parsePayloadKeys(newKeyLine(new Date())));
  const client = new Client({ connection, namespace, dataConverter });
  const book = (index: number) => {
    const stay = stayOf({ arrivesInDays: 1 + (index % 60) });
    const doorIds = [`door-${index % 300}`];
    return startReservation(client, 'bench', aReservation({ doorIds, stay, timeZone: steadyZone }));
  };
  const limit = pLimit(AT_ONCE);
  await Promise.all(Array.from({ length: count }, (_, index) => limit(() => book(index))));

  const now = DateTime.utc();
  const wanted = { propertyIds: null, from: now.toISO(), to: now.plus({ days: 90 }).toISO() };
  while ((await listArrivals(client, wanted)).rows.length < count) await pause(200);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const started = performance.now();
    const { rows, requests } = await listArrivals(client, wanted);
    const ms = Math.round(performance.now() - started);
    process.stdout.write(`${rows.length} arrivals, encrypted: ${requests} requests, ${ms} ms\n`);
  }
} finally {
  await connection.close();
  await server.stop();
}
process.stdout.write(`${machineText()}\n`);
