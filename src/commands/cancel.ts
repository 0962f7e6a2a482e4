import { InvalidArgumentError, type Command } from 'commander';
import type { ReservationState } from '../domain/reservation-state.ts';
import { readState } from '../temporal/reservation-states.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { cancelReservationUpdate } from '../workflows/messages.ts';
import { confirm } from './confirm.ts';
import { describeState } from './describe-state.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson, say } from './print.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

interface CancelOptions {
  revision?: number;
  yes: boolean;
  json: boolean;
}

export const addCancel = (program: Command): void => {
  program
    .command('cancel')
    .argument('<reservation>', RESERVATION)
    .description('the stay will not happen; codes that exist STAY LIVE and get a notice')
    .option(
      '--revision <number>',
      'of the cancellation; by default the next after the one followed',
      revision,
    )
    .option('--yes', 'do not ask', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey cancel hostaway/beach-house/4711': 'says which codes stay live, and asks',
        'staykey cancel hostaway/beach-house/4711 --revision 12 --yes':
          'with the revision the PMS gave its cancellation',
      }),
    )
    .action((reservation: string, options: CancelOptions) =>
      withTemporal(async (client) => {
        const workflowId = workflowIdOf(reservation);
        const known = await readState(client, workflowId);
        if (!options.yes) await confirm(`${warningOf(known)} Cancel ${workflowId}?`);
        const next = options.revision ?? known.revision + 1;
        const answer = await sendUpdate(client, workflowId, cancelReservationUpdate, [{ revision: next }]);
        if (answer.outcome === 'dropped') {
          throw new CommandError(
            `Not cancelled: revision ${next} is not newer than ${answer.revision}, which the run follows`,
            exitCodes.refused,
          );
        }
        say(`Cancelled as revision ${next}: what the PMS sends next must carry a higher one.`);
        if (options.json) outJson(answer.state);
        else out(describeState(answer.state));
      }),
    );
};

const revision = (text: string): number => {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 0.');
  return Number(text);
};

const warningOf = ({ doors }: ReservationState): string => {
  const live = doors.flatMap(({ code }) => (code ? [code] : []));
  if (live.length === 0) return 'No code was made yet.';
  const each = live.map(({ accessCodeId, endsAt }) => `${accessCodeId} until ${endsAt ?? 'an unknown time'}`);
  return `These codes stay live and can't be deleted: ${each.join(', ')}.`;
};
