import type { Command } from 'commander';
import { readState } from '../temporal/reservation-states.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { reissueUpdate } from '../workflows/messages.ts';
import { confirm } from './confirm.ts';
import { describeState } from './describe-state.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { oneDoor, type LeverOptions } from './lever.ts';
import { out, outJson, say } from './print.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

export const addReissue = (program: Command): void => {
  program
    .command('reissue')
    .argument('<reservation>', RESERVATION)
    .description('another code for the same stay; the old one STAYS LIVE, as it cannot be deleted')
    .option('--door <id>', 'which door; may be left out where there is one')
    .option('--yes', 'do not ask', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey reissue hostaway/beach-house/4711': 'says which code stays live until when, and asks',
        'staykey reissue hostaway/beach-house/4711 --door 11111111-1111-1111-1111-444444444444 --yes':
          'one of several doors, from a script',
      }),
    )
    .action((reservation: string, options: LeverOptions & { yes: boolean }) =>
      withTemporal(async (client) => {
        const workflowId = workflowIdOf(reservation);
        const known = await readState(client, workflowId);
        const doorId = oneDoor(known, options.door);
        const old = known.doors.find((door) => door.doorId === doorId)?.code;
        if (old && !options.yes) {
          await confirm(
            `Code ${old.accessCodeId} stays live until ${old.endsAt ?? 'an unknown time'}; it can't be deleted. The guest is told another PIN.`,
          );
        }
        // The same code is replaced once, also when the answer was lost and the command is repeated.
        const updateId = old ? `reissue ${old.accessCodeId}` : undefined;
        const answer = await sendUpdate(client, workflowId, reissueUpdate, [{ doorId }], updateId);
        say(answer.warning);
        if (options.json) outJson(answer);
        else out(describeState(answer.state));
      }),
    );
};
