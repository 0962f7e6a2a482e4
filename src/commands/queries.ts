import type { Command } from 'commander';
import { readRunsUrl } from '../config.ts';
import { amongReservations } from '../temporal/list-runs.ts';
import { queryOf, type RunFilter } from '../temporal/run-filter.ts';
import { savedQueries } from '../temporal/saved-queries.ts';
import { examples } from './examples.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson, paint } from './print.ts';

export const addQueries = (program: Command): void => {
  program
    .command('queries')
    .description('ready-made lists: what each answers, its query, and a link into the Temporal UI')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey queries': 'all of them; times in a query count from now',
        'STAYKEY_UI_URL=https://temporal.example staykey queries': 'with links',
      }),
    )
    .action(({ json }: { json: boolean }) => {
      const runsUrl = readRunsUrl(process.env);
      const queries = savedQueries.map(({ name, answers, filter }) => {
        const query = queryOf(filter, Date.now());
        return { name, answers, command: commandOf(filter), query, link: linkTo(runsUrl, query) };
      });
      if (json) outJson(queries);
      else out(queries.map(describe).join('\n\n'));
    });
};

/** The filter as one types it. */
export const commandOf = (filter: RunFilter): string =>
  ['staykey list', ...Object.entries(filter).map(([field, value]) => optionOf(field, value))].join(' ');

const optionOf = (field: string, value: unknown): string => {
  const name = `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (value === true) return name;
  return `${name} ${/^\w+$/.test(String(value)) ? String(value) : `'${String(value)}'`}`;
};

// What is in angle brackets must be filled in first.
const linkTo = (runsUrl: string | null, query: string): string | null =>
  runsUrl === null || /'<.*>'/.test(query)
    ? null
    : `${runsUrl}?query=${encodeURIComponent(amongReservations(query))}`;

const describe = (saved: {
  name: string;
  answers: string;
  command: string;
  query: string;
  link: string | null;
}) =>
  [
    `${paint('bold', saved.name)}: ${saved.answers}`,
    `  ${saved.command}`,
    `  ${saved.query}`,
    ...(saved.link === null ? [] : [`  ${saved.link}`]),
  ].join('\n');
