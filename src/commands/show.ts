import type { Command } from 'commander';
import { readState } from '../temporal/reservation-states.ts';
import { describeState } from './describe-state.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

export const addShow = (program: Command): void => {
  program
    .command('show')
    .argument('<reservation>', RESERVATION)
    .description('where each door of one reservation stands, and why')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey show hostaway/beach-house/4711': 'doors, codes, problems and open notices',
        'staykey show reservation/hostaway/beach-house/4711 --json': 'the same by workflow id, for a script',
      }),
    )
    .action(async (reservation: string, { json }: { json: boolean }) => {
      const workflowId = workflowIdOf(reservation);
      const state = await withTemporal((client) => readState(client, workflowId));
      if (json) outJson(state);
      else out(describeState(state));
    });
};
