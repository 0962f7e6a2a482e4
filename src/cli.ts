#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { Command } from 'commander';
import { table } from 'table';
import { readTaskQueue } from './config.ts';
import { reservationWorkflowId } from './domain/ids.ts';
import { readCanonicalJson } from './feeds/canonical-json.ts';
import { renderTable } from './local/live-table.ts';
import { connectClient } from './temporal/connection.ts';
import { listRuns } from './temporal/list-runs.ts';
import { readState } from './temporal/reservation-states.ts';
import { startReservation } from './temporal/start-reservation.ts';

const out = (text: string) => process.stdout.write(`${text}\n`);
const err = (text: string) => process.stderr.write(`${text}\n`);

const program = new Command('staykey')
  .description(
    'Door codes for reservations: start runs and look at them. Uses TEMPORAL_ADDRESS and its companions.',
  )
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
Examples:
  staykey start reservations.json        start or change every reservation of the file
  staykey show hostaway/beach-12/4711    where each door of one reservation stands
  staykey list --attention               runs that wait for a human

Exit codes: 0 done, 1 something failed, 2 the file had entries that were passed over.`,
  );

program
  .command('start <file>')
  .description('start or change the reservations of a canonical JSON file')
  .action((file: string) =>
    withClient(async (client) => {
      const { reservations, bad, repeats } = readCanonicalJson(await readFile(file, 'utf8'), file);
      const taskQueue = readTaskQueue(process.env);
      for (const reservation of reservations) {
        const { workflowId, outcome } = await startReservation(client, taskQueue, reservation);
        out(
          outcome === 'sent'
            ? workflowId
            : `${workflowId}: not newer than what its run followed until its end`,
        );
      }
      for (const line of [...bad.map(({ message }) => message), ...repeats]) err(`Passed over: ${line}`);
      if (bad.length > 0) process.exitCode = 2;
    }),
  );

program
  .command('show <reservation>')
  .description('one reservation: <source>/<propertyId>/<reservationId> or a workflow id')
  .option('--json', 'the whole state as JSON', false)
  .action((reservation: string, { json }: { json: boolean }) =>
    withClient(async (client) => {
      const state = await readState(client, workflowIdOf(reservation));
      out(json ? JSON.stringify(state, null, 2) : renderTable([state], []));
    }),
  );

program
  .command('list')
  .description('reservation runs, newest first')
  .option('--attention', 'only running ones that wait for a human', false)
  .option('--query <query>', 'a further condition in the list query language of Temporal')
  .option('--json', 'as JSON', false)
  .action(({ attention, query, json }: { attention: boolean; query?: string; json: boolean }) =>
    withClient(async (client) => {
      const waiting = attention ? ["ExecutionStatus = 'Running' AND AccessStatus = 'needs_attention'"] : [];
      const runs = await listRuns(client, [...waiting, ...(query ? [query] : [])].join(' AND ') || undefined);
      if (json) {
        out(JSON.stringify(runs, null, 2));
        return;
      }
      const rows = runs.map((run) => [
        run.workflowId,
        run.execution,
        run.accessStatus,
        run.attention,
        run.arrivalAt,
      ]);
      out(
        table([
          ['Run', 'Execution', 'Status', 'Attention', 'Arrival (UTC)'],
          ...rows.map((row) => row.map((cell) => cell ?? '-')),
        ]),
      );
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  err(
    error instanceof WorkflowNotFoundError
      ? `No such reservation: ${error.message}`
      : (error as Error).message,
  );
  process.exitCode = 1;
}

async function withClient(work: (client: Client) => Promise<void>): Promise<void> {
  const { client, close } = await connectClient();
  try {
    await work(client);
  } finally {
    await close();
  }
}

function workflowIdOf(reservation: string): string {
  if (reservation.startsWith('reservation/')) return reservation;
  const [source, propertyId, ...rest] = reservation.split('/');
  if (!source || !propertyId || rest.length === 0) {
    throw new Error(`"${reservation}": expected <source>/<propertyId>/<reservationId> or a workflow id`);
  }
  return reservationWorkflowId({ source, propertyId, reservationId: rest.join('/') });
}
