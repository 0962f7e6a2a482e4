import type { Command } from 'commander';
import { sendUpdate } from '../temporal/send-update.ts';
import { releaseUpdate } from '../workflows/messages.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { doorOrAll, pull, type LeverOptions } from './lever.ts';
import { RESERVATION } from './reservation-argument.ts';

export const addRelease = (program: Command): void => {
  program
    .command('release')
    .argument('<reservation>', RESERVATION)
    .description('take a hold back')
    .option('--door <id>', 'only this door')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey release hostaway/beach-house/4711': 'every door; the code is made when it is due',
      }),
    )
    .action((reservation: string, options: LeverOptions) =>
      pull(
        reservation,
        { ...options, done: 'Released: the code is made when it is due.' },
        (client, workflowId) => sendUpdate(client, workflowId, releaseUpdate, [doorOrAll(options)]),
      ),
    );
};
