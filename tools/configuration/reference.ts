import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import type { z } from 'zod';
import { variablesOf } from '../../src/config.ts';
import { describeVariable } from './describe-variable.ts';
import { sections } from './sections.ts';

const PAGE = 'docs/configuration.md';
const FRAME = 'tools/configuration/frame.md';

/** docs/configuration.md as it must be: the frame, with the tables of the schemas in it. */
export const writeReference = async (): Promise<string> => {
  const tables = [...sections, { title: 'Other', names: withoutSection() }]
    .filter(({ names }) => names.length > 0)
    .map(({ title, names }) => [`## ${title}`, '', HEAD, ...names.map(row)].join('\n'));
  const page = readFileSync(FRAME, 'utf8').replace('<!-- tables -->', tables.join('\n\n'));
  return format(page, { ...(await resolveConfig(PAGE)), parser: 'markdown' });
};

const HEAD = '| variable | read by | default | values | what it is |\n| --- | --- | --- | --- | --- |';

/** New ones have no section yet; they are in the page all the same. */
const withoutSection = (): string[] => {
  const placed = new Set(sections.flatMap(({ names }) => names));
  const all = new Set(Object.values(variablesOf).flatMap(Object.keys));
  return [...all].filter((name) => !placed.has(name));
};

const row = (name: string): string => {
  const readers = Object.entries<Record<string, z.ZodType>>(variablesOf).filter(
    ([, variables]) => name in variables,
  );
  const variable = readers[0]?.[1][name];
  if (!variable) throw new Error(`${FRAME}: no schema has ${name}`);
  const { fallback, values, meaning } = describeVariable(name, variable);
  const by =
    readers.length === Object.keys(variablesOf).length ? 'all' : readers.map(([who]) => who).join(', ');
  return `| \`${name}\` | ${by} | ${fallback} | ${values} | ${meaning} |`;
};
