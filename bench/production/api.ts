import { randomUUID } from 'node:crypto';
import pLimit from 'p-limit';
import { asReservation, bulkFeed, type BulkRow } from '../bulk-reservations.ts';
import { quantileOf, spreadOf, spreadText } from '../measure.ts';
import { sendJson } from '../send-json.ts';
import { atMost, type Findings } from './finding.ts';
import type { Shape } from './shape.ts';

const REQUESTS = 200;
const AT_ONCE = 4;

/** `PUT` of the API against a route of fastify that does one update-with-start of the same workflow. */
export const measureApi = async (
  { stack, bareApi }: Shape,
  rounds: number,
  say: (line: string) => void,
): Promise<Findings> => {
  const p50: number[] = [];
  const p99: number[] = [];
  const all: Record<'bare' | 'staykey', number[]> = { bare: [], staykey: [] };
  for (let round = 0; round <= rounds; round += 1) {
    say(`API, round ${round} of ${rounds}`);
    const bare = await putAll((row) =>
      sendJson('PUT', `${bareApi.url}/${row.reservationId}`, asReservation(row)),
    );
    const staykey = await putAll(({ source, propertyId, reservationId, ...booked }) =>
      sendJson(
        'PUT',
        `${stack.apiUrl}/v1/reservations/${source}/${propertyId}/${reservationId}`,
        { revision: 1, ...booked },
        { authorization: `Bearer ${stack.apiToken}` },
      ),
    );
    if (round === 0) continue;
    p50.push(quantileOf(staykey, 0.5) / quantileOf(bare, 0.5));
    p99.push(quantileOf(staykey, 0.99) / quantileOf(bare, 0.99));
    all.bare.push(...bare);
    all.staykey.push(...staykey);
  }
  const [half, tail] = [spreadOf(p50), spreadOf(p99)];
  const ms = (share: number) =>
    `${quantileOf(all.staykey, share).toFixed(1)} against ${quantileOf(all.bare, share).toFixed(1)}`;
  return {
    title: 'The API against a bare route',
    how: `${REQUESTS} new reservations, ${AT_ONCE} requests under way at a time, ${rounds} rounds of each by turns. The bare route does one update-with-start of the same workflow, with the same encryption, and neither checks nor authorises anything.`,
    findings: [
      { what: 'PUT, p50', figure: `${spreadText(half)}×`, goal: atMost(1.15, half.median) },
      { what: 'PUT, p99', figure: `${spreadText(tail)}×`, goal: atMost(1.15, tail.median) },
      { what: 'p50 of all rounds, ms', figure: ms(0.5) },
      { what: 'p99 of all rounds, ms', figure: ms(0.99) },
    ],
  };
};

/** Milliseconds of each. */
const putAll = (send: (row: BulkRow) => Promise<unknown>): Promise<number[]> =>
  pLimit(AT_ONCE).map(
    bulkFeed('bench', REQUESTS, () => false),
    async (row) => {
      const from = performance.now();
      await send({ ...row, reservationId: randomUUID() });
      return performance.now() - from;
    },
  );
