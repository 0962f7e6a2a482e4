import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addList } from '../../src/commands/list.ts';
import { commandOf } from '../../src/commands/queries.ts';
import { queryOf } from '../../src/temporal/run-filter.ts';
import { savedQueries } from '../../src/temporal/saved-queries.ts';
import { staykey } from '../support/staykey.ts';

test('docs/cli.md shows each list with its question, its command and its query', () => {
  const page = readFileSync('docs/cli.md', 'utf8');
  const rows = savedQueries.map(({ name, answers, filter }) => [
    name,
    answers,
    `\`${commandOf(filter)}\``,
    `\`${queryOf(filter, Date.parse('2026-12-01T00:00:00Z'))}\``,
  ]);
  const shown = page
    .split('\n')
    .filter((line) => line.startsWith('| ') && line.includes('`staykey list'))
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| |\s*\|$/g, '').trim()));
  expect(shown).toEqual(rows);
});

test('each list is typed with options that list has', () => {
  const program = new Command();
  addList(program);
  const known = program.commands[0]?.options.map(({ long }) => long) ?? [];
  const typed = savedQueries.flatMap(({ filter }) => commandOf(filter).match(/--[a-z-]+/g) ?? []);
  expect(known).toEqual(expect.arrayContaining(typed));
});

test('a list is typed as its filter says', () => {
  expect(commandOf({ withoutCode: true, arrivesWithin: '24h' })).toBe(
    'staykey list --without-code --arrives-within 24h',
  );
  expect(commandOf({ door: '<device id>' })).toBe("staykey list --door '<device id>'");
});

interface Printed {
  name: string;
  query: string;
  link: string | null;
}

test('with STAYKEY_UI_URL each list links to itself in the UI, unless something is to be filled in', async () => {
  const { stdout, exitCode } = await staykey(['queries', '--json'], {
    STAYKEY_UI_URL: 'https://temporal.example/',
    TEMPORAL_NAMESPACE: 'staykey',
  });
  expect(exitCode).toBe(0);
  const printed = JSON.parse(stdout) as Printed[];
  const attention = printed.find(({ name }) => name === 'needs attention');
  const link = new URL(attention?.link ?? '');
  expect(link.origin + link.pathname).toBe('https://temporal.example/namespaces/staykey/workflows');
  expect(link.searchParams.get('query')).toBe(`WorkflowType = 'reservationWorkflow' AND ${attention?.query}`);
  for (const { query, link } of printed) expect(link === null, query).toBe(/'<.*>'/.test(query));
});

test('without it there are no links', async () => {
  const { stdout } = await staykey(['queries', '--json'], { STAYKEY_UI_URL: '' });
  expect((JSON.parse(stdout) as Printed[]).every(({ link }) => link === null)).toBe(true);
});
