import type { Command } from 'commander';
import { readTaskQueue } from '../config.ts';
import { startReservation, type Sent } from '../temporal/start-reservation.ts';
import { examples } from './examples.ts';
import { exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';
import { readReservations } from './read-reservations.ts';
import { withTemporal } from './with-temporal.ts';

export const addStart = (program: Command): void => {
  program
    .command('start')
    .argument('<file>', 'JSON file of reservations, see docs/reservations.md')
    .description('start or change every reservation of a file; safe to repeat')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey start reservations.json':
          'starts what is new, changes what has a newer revision, drops the rest',
        'staykey validate reservations.json && staykey start reservations.json':
          'only where every stay gets a code',
      }),
    )
    .action(async (file: string, { json }: { json: boolean }) => {
      const taskQueue = readTaskQueue(process.env);
      const { reservations, bad, repeats } = await readReservations(file);
      const sent: Sent[] = [];
      await withTemporal(async (client) => {
        for (const reservation of reservations) {
          const answer = await startReservation(client, taskQueue, reservation);
          sent.push(answer);
          if (!json) out(describe(answer));
        }
      });
      if (json) outJson({ sent, bad, repeats });
      if (bad.length > 0) process.exitCode = exitCodes.refused;
    });
};

const describe = ({ workflowId, outcome }: Sent): string =>
  outcome === 'sent' ? workflowId : `${workflowId}: not newer than what its run followed until its end`;
