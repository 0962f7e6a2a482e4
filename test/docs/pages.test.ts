import { readFileSync } from 'node:fs';
import getPort from 'get-port';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stayOf } from '../support/builders.ts';
import { blocksOf, documents, placeOf, type CodeBlock } from '../support/code-blocks.ts';
import { differences, missing } from '../support/same-shape.ts';
import { openGround, type Ground } from './ground.ts';
import { openShell, type Shell } from './shell.ts';
import { substitute } from './substitutions.ts';

let ground: Ground;
beforeAll(async () => void (ground = await openGround()));
afterAll(() => ground[Symbol.asyncDispose]());

// A page with a worker of its own takes a while where much else runs.
const PATIENCE_MS = 180_000;
const elsewhere = ['checked', 'tested-by', 'not-run', 'is', 'name'];
const isRun = ({ language, marks }: CodeBlock) =>
  (language === 'sh' || ['file', 'output', 'shape-of'].some((mark) => marks.has(mark))) &&
  !elsewhere.some((mark) => marks.has(mark));
// What a program prints is held against the page in programs.test.ts.
const isPrintedByProgram = ({ marks }: CodeBlock, before: CodeBlock | undefined) =>
  marks.has('output') && before?.language === 'ts';
const runBlocksOf = (page: string) =>
  blocksOf(page).filter((block, at, all) => isRun(block) && !isPrintedByProgram(block, all[at - 1]));
const pages = documents
  .map((page) => [page, runBlocksOf(page)] as const)
  .filter(([, blocks]) => blocks.some(({ language, marks }) => language === 'sh' || marks.has('shape-of')));

const usesCurl = (blocks: CodeBlock[]) => blocks.some(({ code }) => /\bcurl\b/.test(code));

for (const [page, blocks] of pages)
  test(
    `the commands of ${page} do what it says, in their order`,
    { timeout: PATIENCE_MS, tags: usesCurl(blocks) ? ['curl'] : [] },
    async () => {
      await using shell = openShell(await envFor(blocks));
      shell.save('reservations.json', JSON.stringify([aReservationOf(page)]));
      shell.save('calendar.ics', readFileSync('test/feeds/samples/airbnb.ics', 'utf8'));
      shell.save('feeds.json', readFileSync('examples/feeds.json', 'utf8'));
      let printed = '';
      for (const block of blocks) {
        const code = await substitute(block.code, ground);
        const { language, marks } = block;
        if (marks.has('file')) shell.save(marks.get('file') ?? '', code);
        else if (marks.has('stays-up')) await shell.start(code);
        else if (marks.has('shape-of')) await expectShape(shell, block);
        else if (language === 'json')
          expect(missing(JSON.parse(code), JSON.parse(lastLineOf(printed))), placeOf(block)).toEqual([]);
        else if (marks.has('output')) expect(printed.trim(), placeOf(block)).toBe(code.trim());
        else printed = await runBlock(shell, block, code);
      }
    },
  );

const runBlock = async (shell: Shell, block: CodeBlock, code: string): Promise<string> => {
  const { exitCode, stdout, output } = await shell.run(code);
  expect(exitCode, `${placeOf(block)}\n${output}`).toBe(0);
  await ground.settled();
  return stdout;
};

const expectShape = async (shell: Shell, block: CodeBlock): Promise<void> => {
  const command = block.marks.get('shape-of') ?? '';
  const { stdout, output } = await shell.run(`npx ${command}`);
  expect(stdout, `${placeOf(block)}\n${output}`).toMatch(/^[[{]/);
  expect(differences(JSON.parse(block.code), JSON.parse(stdout)), placeOf(block)).toEqual([]);
};

/** What a reader's environment has beside the pages' own words: the ground, free ports, and no keys unless the page makes some. */
const envFor = async (blocks: CodeBlock[]): Promise<Record<string, string>> => {
  const hasKeys = blocks.some(({ code }) => code.includes('STAYKEY_PAYLOAD_KEYS_FILE'));
  const { temporal, simulator, taskQueue, api } = ground;
  return {
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    STAYKEY_TASK_QUEUE: taskQueue,
    SEAM_API_KEY: simulator.apiKey,
    SEAM_ENDPOINT: simulator.url,
    STAYKEY_API_PORT: String(await getPort()),
    STAYKEY_CODEC_PORT: String(await getPort()),
    TOKEN: api.token,
    ...(hasKeys ? {} : { STAYKEY_PAYLOAD_ENCRYPTION: 'off' }),
  };
};

/** Ahead of the window in which codes are made. */
const aReservationOf = (page: string) => ({
  source: 'docs',
  propertyId: 'beach-house',
  reservationId: page,
  ...stayOf({ arrivesInDays: 60 }),
  timeZone: 'America/Los_Angeles',
  doors: ['11111111-1111-1111-1111-444444444444'],
});

const lastLineOf = (text: string): string => text.trim().split('\n').at(-1) ?? '';
