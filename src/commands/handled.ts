import { Option, type Command } from 'commander';
import { readState } from '../temporal/reservation-states.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { markHandledUpdate } from '../workflows/messages.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { oneDoor, pull, type LeverOptions } from './lever.ts';
import { RESERVATION } from './reservation-argument.ts';

interface HandledOptions extends LeverOptions {
  note?: string;
  undo: boolean;
}

export const addHandled = (program: Command): void => {
  program
    .command('handled')
    .argument('<reservation>', RESERVATION)
    .description('somebody sees to a door without Staykey: no code is made, no deadline raised')
    .option('--door <id>', 'which door; may be left out where there is one')
    .option('--note <text>', 'who sees to it, and how; no PIN: it is shown in the Temporal UI')
    .addOption(new Option('--undo', 'Staykey sees to it again').default(false, 'no').conflicts('note'))
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey handled hostaway/beach-house/4711 --note "Ann hands over the spare key"': 'one door',
        'staykey handled hostaway/beach-house/4711 --undo': 'takes it back',
      }),
    )
    .action((reservation: string, options: HandledOptions) => {
      const note = noteOf(options);
      const done = note ? 'Handled by hand from now on.' : 'Staykey sees to it again.';
      return pull(reservation, { ...options, done }, async (client, workflowId) => {
        const doorId = oneDoor(await readState(client, workflowId), options.door);
        return sendUpdate(client, workflowId, markHandledUpdate, [{ doorId, note }]);
      });
    });
};

const noteOf = ({ note, undo }: HandledOptions): string => {
  if (undo) return '';
  if (note?.trim()) return note.trim();
  throw new CommandError('expected --note with who sees to the door and how, or --undo', exitCodes.refused);
};
