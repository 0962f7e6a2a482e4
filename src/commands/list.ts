import { InvalidArgumentError, Option, type Command } from 'commander';
import type { AccessStatus } from '../domain/reservation-state.ts';
import { horizonMs, HORIZON } from '../temporal/horizon.ts';
import { listRuns, type RunLine } from '../temporal/list-runs.ts';
import { isListable } from '../temporal/query-text.ts';
import { queryOf, type RunFilter } from '../temporal/run-filter.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { columns, out, outJson, say } from './print.ts';
import { withTemporal } from './with-temporal.ts';

/** Named as the fields of `RunFilter` are: what `staykey queries` prints can be typed. */
interface ListOptions extends RunFilter {
  query?: string;
  limit: number;
  json: boolean;
}

export const addList = (program: Command): void => {
  program
    .command('list')
    .description('reservation runs, newest first; with several conditions, those that meet all')
    .option('--attention', 'something waits for a human')
    .option('--without-code', 'wants a code and has none that is ready')
    .option('--arrives-within <time>', 'arrivals up to then and stays under way, by arrival', horizon)
    .option('--refused', 'the stay gets no code as it is')
    .option('--on-hold', 'an operator holds it')
    .option('--live-codes', 'may have a live code to decide about')
    .option('--failed', 'ended in a fault, or from outside')
    .option('--running', 'has not ended')
    .addOption(new Option('--status <status>', 'of the whole reservation').choices(statuses))
    .option('--property <id>', 'stays at one property', listable)
    .option('--door <id>', 'stays behind one door, by its Seam device id', listable)
    .option('--code <id>', 'the run a Seam access code belongs to', listable)
    .option('--import-run <id>', 'what an import started or changed last', listable)
    .option('--query <query>', "a further condition in Temporal's list query language")
    .option('--limit <count>', 'show at most so many', wholeNumber, 100)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey list --attention': 'what a human must decide or mend',
        'staykey list --arrives-within 24h --without-code': 'who may stand before a locked door by tomorrow',
        'staykey list --property beach-house --query "AccessStatus = \'planned\'"': 'any other condition',
        "staykey list --attention --json | jq -r '.[].workflowId' | xargs -n 1 staykey retry":
          'all that is stuck looks again, after an outage',
      }),
    )
    .action(async ({ query, limit, json, ...filter }: ListOptions) => {
      const condition = [queryOf(filter, Date.now()), ...(query ? [`(${query})`] : [])].filter(Boolean);
      // One more than asked for tells whether there are any.
      const found = await withTemporal((client) => listRuns(client, condition.join(' AND '), limit + 1));
      const runs = found.slice(0, limit);
      if (filter.arrivesWithin) runs.sort(byArrival);
      if (found.length > limit) say(`There are more than these ${limit}; see them with --limit.`);
      if (json) outJson(runs);
      else out(columns([HEADINGS, ...runs.map(toRow)]));
    });
};

const statuses: AccessStatus[] = [
  'needs_attention',
  'in_progress',
  'planned',
  'ready',
  'cancelled',
  'completed',
];

const horizon = (text: string): string => {
  if (horizonMs(text) === null) throw new InvalidArgumentError(`Expected ${HORIZON}.`);
  return text;
};

// An empty list would say that there is nothing, where nothing can be found.
const listable = (text: string): string => {
  if (text.trim() !== '' && isListable(text)) return text;
  throw new InvalidArgumentError(
    'Expected a value without backslash, double quote and control characters: lists of Temporal can not find those.',
  );
};

const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return Number(text);
};

const byArrival = (a: RunLine, b: RunLine): number => (a.arrivalAt ?? '').localeCompare(b.arrivalAt ?? '');

const HEADINGS = ['RUN', 'EXECUTION', 'STATUS', 'ATTENTION', 'ARRIVAL (UTC)', 'DEPARTURE (UTC)'];

const toRow = (run: RunLine): string[] => [
  run.workflowId,
  run.execution.toLowerCase(),
  run.accessStatus ?? '-',
  run.attention ?? '-',
  minuteOf(run.arrivalAt),
  minuteOf(run.departureAt),
];

const minuteOf = (instant: string | null): string => instant?.slice(0, 16).replace('T', ' ') ?? '-';
