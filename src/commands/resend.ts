import type { Command } from 'commander';
import { sendUpdate } from '../temporal/send-update.ts';
import { resendUpdate } from '../workflows/messages.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { doorOrAll, pull, type LeverOptions } from './lever.ts';
import { RESERVATION } from './reservation-argument.ts';

export const addResend = (program: Command): void => {
  program
    .command('resend')
    .argument('<reservation>', RESERVATION)
    .description('tell the guest again of the codes that are ready; makes no second code')
    .option('--door <id>', 'only this door')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey resend hostaway/beach-house/4711': 'the same PIN once more, in another message',
      }),
    )
    .action((reservation: string, options: LeverOptions) =>
      pull(
        reservation,
        {
          ...options,
          done: 'The guest is told again. This is how it stood before; see "staykey show".',
        },
        (client, workflowId) => sendUpdate(client, workflowId, resendUpdate, [doorOrAll(options)]),
      ),
    );
};
