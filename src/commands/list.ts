import type { Command } from 'commander';
import { listRuns } from '../temporal/list-runs.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { columns, out, outJson } from './print.ts';
import { withTemporal } from './with-temporal.ts';

export const addList = (program: Command): void => {
  program
    .command('list')
    .description('reservation runs, newest first')
    .option('--attention', 'only running ones that wait for a human', false)
    .option('--query <query>', 'a further condition in the list query language of Temporal')
    .addOption(jsonOption())
    .addHelpText('after', examples({ 'staykey list --attention': 'what needs a human' }))
    .action(async ({ attention, query, json }: { attention: boolean; query?: string; json: boolean }) => {
      const waiting = attention ? ["ExecutionStatus = 'Running' AND AccessStatus = 'needs_attention'"] : [];
      const condition = [...waiting, ...(query ? [query] : [])].join(' AND ');
      const runs = await withTemporal((client) => listRuns(client, condition || undefined));
      if (json) {
        outJson(runs);
        return;
      }
      const rows = runs.map((run) => [
        run.workflowId,
        run.execution,
        run.accessStatus ?? '-',
        run.attention ?? '-',
        run.arrivalAt ?? '-',
      ]);
      out(columns([['RUN', 'EXECUTION', 'STATUS', 'ATTENTION', 'ARRIVAL (UTC)'], ...rows]));
    });
};
