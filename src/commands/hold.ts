import type { Command } from 'commander';
import { sendUpdate } from '../temporal/send-update.ts';
import { holdUpdate } from '../workflows/messages.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { doorOrAll, pull, type LeverOptions } from './lever.ts';
import { RESERVATION } from './reservation-argument.ts';

export const addHold = (program: Command): void => {
  program
    .command('hold')
    .argument('<reservation>', RESERVATION)
    .description('make no code until it is released; deadlines are raised all the same')
    .option('--door <id>', 'only this door')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey hold hostaway/beach-house/4711': 'a code that exists already stays as it is',
        'staykey list --on-hold': 'what is held',
      }),
    )
    .action((reservation: string, options: LeverOptions) =>
      pull(
        reservation,
        { ...options, done: 'Held: no code is made until "staykey release". A code that exists stays live.' },
        (client, workflowId) => sendUpdate(client, workflowId, holdUpdate, [doorOrAll(options)]),
      ),
    );
};
