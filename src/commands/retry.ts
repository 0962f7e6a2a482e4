import type { Command } from 'commander';
import { sendUpdate } from '../temporal/send-update.ts';
import { retryUpdate } from '../workflows/messages.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { doorOrAll, pull, type LeverOptions } from './lever.ts';
import { RESERVATION } from './reservation-argument.ts';

export const addRetry = (program: Command): void => {
  program
    .command('retry')
    .argument('<reservation>', RESERVATION)
    .description('something was mended: validate and read again now; makes no second code')
    .option('--door <id>', 'only this door')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey retry hostaway/beach-house/4711': 'every door of the reservation',
        'staykey retry hostaway/beach-house/4711 --door 11111111-1111-1111-1111-444444444444': 'one of them',
      }),
    )
    .action((reservation: string, options: LeverOptions) =>
      pull(
        reservation,
        { ...options, done: 'It looks again now. This is how it stood before; see "staykey show".' },
        (client, workflowId) => sendUpdate(client, workflowId, retryUpdate, [doorOrAll(options)]),
      ),
    );
};
