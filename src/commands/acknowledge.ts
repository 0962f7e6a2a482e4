import type { Command } from 'commander';
import { optionsFor, type LiveCode, type OptionName } from '../domain/live-code.ts';
import type { ReservationState } from '../domain/reservation-state.ts';
import { readState } from '../temporal/reservation-states.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { acknowledgeUpdate } from '../workflows/messages.ts';
import { describeNotice } from './describe-state.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

export const addAcknowledge = (program: Command): void => {
  program
    .command('acknowledge')
    .argument('<reservation>', RESERVATION)
    .argument('[notice]', 'id of the notice; without one, the open notices and their options are shown')
    .argument('[option]', 'what was decided, one of its options')
    .description('take note of a live code nobody can delete, with what is done about it')
    .option('--by <name>', 'who decided')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey acknowledge hostaway/beach-house/4711': 'which notices are open, and what can be done',
        'staykey acknowledge hostaway/beach-house/4711 0bd6a8f1-7d55-4f3f-a8f5-3c1f6a0e6c11/1 visit_door --by Ann':
          'Ann goes to the door',
      }),
    )
    .action(
      (
        reservation: string,
        noticeId: string | undefined,
        option: string | undefined,
        options: AcknowledgeOptions,
      ) =>
        withTemporal(async (client) => {
          const workflowId = workflowIdOf(reservation);
          if (noticeId === undefined) {
            showOpen(await readState(client, workflowId), options);
            return;
          }
          const { chosen, by } = decisionOf(noticeId, option, options);
          const state = await sendUpdate(client, workflowId, acknowledgeUpdate, [
            { noticeId, option: chosen, by },
          ]);
          const notice = noticesOf(state).find((live) => live.noticeId === noticeId);
          if (options.json) outJson(notice);
          else if (notice) out(describeNotice(notice));
        }),
    );
};

interface AcknowledgeOptions {
  by?: string;
  json: boolean;
}

const noticesOf = ({ doors }: ReservationState): LiveCode[] =>
  doors.flatMap(({ orphanedCodes }) => orphanedCodes);

const showOpen = (state: ReservationState, { json }: AcknowledgeOptions): void => {
  const open = noticesOf(state).filter(({ closed }) => closed === null);
  if (json) outJson(open.map((live) => ({ ...live, options: optionsFor(live) })));
  else out(open.map(describeNotice).join('\n') || 'No notice is open.');
};

// Which options a notice has only its run can say, and it refuses any other.
const decisionOf = (
  noticeId: string,
  option: string | undefined,
  { by }: AcknowledgeOptions,
): { chosen: OptionName; by: string } => {
  if (option !== undefined && by?.trim()) return { chosen: option as OptionName, by: by.trim() };
  const missing = option === undefined ? 'the option that was chosen' : '--by with who decided';
  throw new CommandError(
    `Notice "${noticeId}": expected ${missing}; without a notice the command shows the options`,
    exitCodes.refused,
  );
};
