import { existsSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { readAllBlocks, placeOf, type CodeBlock } from '../support/code-blocks.ts';
import { checkData } from './check-data.ts';

const allBlocks = readAllBlocks();

// Each command is a process of its own that loads all it needs.
const HELP_WITHIN_MS = 60_000;

// How a block of each language may be tested. Without a mark a command or a program is run (test/docs), in its page's order.
const ways: Record<string, string[]> = {
  sh: ['stays-up', 'checked', 'tested-by', 'not-run'],
  ts: ['name', 'tested-by'],
  json: ['is', 'file', 'output', 'shape-of'],
  ics: ['file'],
  sql: ['tested-by'],
  text: ['output'],
  mermaid: [],
};
const withMark = (name: string) => allBlocks.filter(({ marks }) => marks.has(name));
const cases = (blocks: CodeBlock[]) => blocks.map((block) => [placeOf(block), block] as const);

test.each(cases(allBlocks))('%s has a language, and is tested in one way that is known', (_place, block) => {
  const { language, marks } = block;
  expect(Object.keys(ways)).toContain(language);
  expect(ways[language]).toEqual(expect.arrayContaining([...marks.keys()]));
  expect(marks.size).toBeLessThanOrEqual(1);
  // Data without a mark would be looked at by nobody.
  if (language === 'json' || language === 'ics' || language === 'sql') expect(marks.size).toBe(1);
});

test('what can’t be run here says why, and it is no more than this', () => {
  const reasons = withMark('not-run').map((block) => `${block.page}: ${block.marks.get('not-run')}`);
  expect(reasons).toEqual([
    'docs/deployment.md: needs Docker',
    "docs/deployment.md: needs Temporal's own command line",
    "docs/deployment.md: needs Temporal's own command line",
    "docs/runbook/temporal-down.md: needs Temporal's own command line and Docker",
    "docs/runbook/worker-down.md: needs Temporal's own command line",
    "docs/security.md: needs Temporal's own command line",
  ]);
});

test.each(cases(withMark('tested-by')))(
  'the program that %s names is there, and names the page',
  (_place, block) => {
    const file = block.marks.get('tested-by') ?? '';
    expect(existsSync(file), file).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain(block.page);
  },
);

describe('commands that take minutes, or a real door', () => {
  test.each(cases(withMark('checked')))(
    '%s has scripts that exist, with options that they have',
    async (_place, block) => {
      const commands = [...block.code.matchAll(/npm run ([\w:-]+)(?: -- ([^\n#]*))?/g)];
      expect(commands.length).toBeGreaterThan(0);
      const helps = await Promise.all([...new Set(commands.map(([, script = '']) => script))].map(helpOf));
      for (const [, , options = ''] of commands) {
        for (const [option] of options.matchAll(/--[a-z-]+/g)) expect(helps.join()).toContain(option);
      }
    },
    HELP_WITHIN_MS,
  );
});

test.each(cases(withMark('is')))('%s is what it says', async (_place, block) => {
  expect(await checkData(block)).toEqual('as expected');
});

test.each(cases(allBlocks.filter(({ language }) => language === 'mermaid')))(
  '%s is a drawing of arrows between names, and nothing else',
  (_place, { code }) => {
    const [kind, ...lines] = code.trim().split('\n');
    expect(kind).toMatch(/^(flowchart TD|stateDiagram-v2)$/);
    for (const line of lines)
      expect(line.trim()).toMatch(/^[\w[\](]+.*-->|^\w+\[[^\]]+\]$|^\w+ -- .+ --> \w+/);
  },
);

const helpOf = async (script: string): Promise<string> =>
  (await execa('npm', ['run', '-s', script, '--', '--help'])).stdout;
