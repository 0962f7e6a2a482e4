// `npm run screenshots`: takes the pictures of the documentation anew, from the real UI over sample reservations.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { readSampleFeeds } from '../../src/local/sample-feeds.ts';
import { startStack } from '../../src/local/stack.ts';
import { registerSearchAttributes } from '../../src/temporal/register-search-attributes.ts';
import { takeDeskPictures } from './desk-pictures.ts';
import { findChromium } from './find-chromium.ts';
import { startSampleRuns, taskQueue } from './sample-runs.ts';
import { takePictures } from './take-pictures.ts';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const today = () => new Date().toISOString().slice(0, 10);
const say = (line: string) => process.stderr.write(`${line}\n`);

try {
  const chromium = await findChromium(process.env);
  await takeAll(chromium);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}

async function takeAll(chromium: string): Promise<void> {
  const worldFile = pathOf('../../examples/world.json');
  await using stack = await startStack({ worldFile, taskQueue, ui: true, api: true, say });
  if (stack.uiUrl === null) {
    throw new Error(
      'TEMPORAL_ADDRESS is set: expected it empty, as the pictures are taken of a server of their own',
    );
  }
  const pictures = {
    chromium,
    uiUrl: stack.uiUrl,
    namespace: stack.namespace,
    folder: pathOf('../../docs/images'),
  };
  await mkdir(pictures.folder, { recursive: true });
  await Promise.race([prepareAndTake(stack, pictures), stack.brokenPart]);
}

async function prepareAndTake(
  { address, namespace, simulatorUrl, api }: Awaited<ReturnType<typeof startStack>>,
  pictures: Parameters<typeof takePictures>[0],
): Promise<void> {
  const connection = await Connection.connect({ address });
  const feeds = await mkdtemp(join(tmpdir(), 'staykey-feeds-'));
  try {
    const client = new Client({ connection, namespace });
    await registerSearchAttributes(client);
    const runs = await startSampleRuns(client, pathOf('../../examples/reservations.json'), simulatorUrl);
    for (const file of await takePictures(pictures, runs)) say(file);
    const place = { client, taskQueue, folder: feeds, signal: new AbortController().signal };
    await readSampleFeeds(place, pathOf('../../examples/feed-readings.json'), today());
    if (!api) throw new Error('The front desk was not started');
    for (const file of await takeDeskPictures({ ...pictures, ...api })) say(file);
  } finally {
    await connection.close();
    await rm(feeds, { recursive: true });
  }
}
