import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { problemDetails } from '../../src/api/contract.ts';
import { readTokens } from '../../src/api/tokens.ts';
import { readPolicies } from '../../src/environment/property-policies.ts';
import { readCanonicalJson } from '../../src/feeds/canonical-json.ts';
import { readFeedConfig } from '../../src/feeds/feed-config.ts';
import { readStory } from '../../src/local/story-file.ts';
import { aNotify, someNews } from '../notify/builders.ts';
import { startPms } from '../notify/pms.ts';
import { blocksOf, type CodeBlock } from '../support/code-blocks.ts';
import { differences } from '../support/same-shape.ts';

/** Holds data of a page against what reads or writes it; what is wrong, or `as expected`. */
export const checkData = async ({ code, marks }: CodeBlock): Promise<unknown> => {
  const kind = marks.get('is') ?? '';
  const check = checks[kind];
  if (!check) return `nothing is known of "${kind}": expected one of ${Object.keys(checks).join(', ')}`;
  const wrong = await check(code);
  return wrong.length === 0 ? 'as expected' : wrong;
};

const asFile = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-docs-')), 'data.json');
  writeFileSync(file, text);
  return file;
};

type Check = (json: string) => unknown[] | Promise<unknown[]>;
const checks: Record<string, Check> = {
  reservation: (json) => readCanonicalJson(`[${json}]`, 'the page').bad,
  problem: (json) => problemDetails.safeParse(JSON.parse(json)).error?.issues ?? [],
  tokens: (json) => {
    readTokens(asFile(json.replace('"…"', `"${'0'.repeat(64)}"`)));
    return [];
  },
  policy: (json) => {
    const problems: string[] = [];
    readPolicies(asFile(json), problems);
    return problems;
  },
  'part-of-a-feed': (json) => {
    const part = JSON.parse(json) as object;
    readFeedConfig(JSON.stringify({ feeds: [{ id: 'one', kind: 'canonical', ...part }] }), 'the page');
    return [];
  },
  story: (json) => {
    const [reservation] = blocksOf('docs/reservations.md');
    const whole = json.replace(/\{\s*"…": "canonical entry"\s*\}/, reservation?.code ?? '');
    const { steps } = readStory(whole, 'the page', 0);
    return steps.length === 3 ? [] : [`${steps.length} steps`];
  },
  webhook: async (json) => {
    await using pms = await startPms();
    await aNotify({ pmsUrl: pms.url }).sendCodes(someNews());
    return differences(JSON.parse(json), JSON.parse(pms.received[0]?.body ?? 'null'));
  },
};
