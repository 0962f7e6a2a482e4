import { readFileSync } from 'node:fs';
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client';
import fastify from 'fastify';
import type { Reservation } from '../../src/domain/reservation.ts';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { parsePayloadKeys } from '../../src/temporal/keys.ts';
import { applyReservationUpdate } from '../../src/workflows/messages.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';

/** One route that does one update-with-start of the same workflow, and nothing else. Run by `npm run bench`. */
const { env } = process;
const client = new Client({
  connection: await Connection.connect({ address: env['TEMPORAL_ADDRESS'] ?? '' }),
  namespace: env['TEMPORAL_NAMESPACE'] ?? '',
  dataConverter: dataConverterFor(
    parsePayloadKeys(readFileSync(env['STAYKEY_PAYLOAD_KEYS_FILE'] ?? '', 'utf8')),
  ),
});
const app = fastify();
app.put('/:reservationId', async (request) => {
  const reservation = request.body as Reservation;
  return client.workflow.executeUpdateWithStart(applyReservationUpdate, {
    args: [reservation],
    startWorkflowOperation: new WithStartWorkflowOperation<typeof reservationWorkflow>(
      'reservationWorkflow',
      {
        workflowId: `bare-api/${(request.params as { reservationId: string }).reservationId}`,
        taskQueue: env['STAYKEY_TASK_QUEUE'] ?? '',
        args: [reservation],
        workflowIdConflictPolicy: 'FAIL',
      },
    ),
  });
});
await app.listen({ host: '127.0.0.1', port: Number(env['PORT']) });
