import { tmpdir } from 'node:os';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import pLimit from 'p-limit';
import { table } from 'table';
import { reservationWorkflowId } from '../src/domain/ids.ts';
import { startStack } from '../src/local/stack.ts';
import { readLedger } from '../src/temporal/feed-ledger.ts';
import { bulkFeed, doorsFor } from './bulk-reservations.ts';
import { machineText } from './measure.ts';

const [given = '10000'] = process.argv.slice(2);
const count = /^\d+$/.test(given) ? Number(given) : NaN;
if (!(count >= 100 && count <= 50_000)) {
  process.stderr.write(`"${given}" reservations: expected 100 to 50000\n`);
  process.exit(2);
}

const FEED = 'bulk';
const folder = await mkdtemp(join(tmpdir(), 'staykey-bulk-'));
const write = async (name: string, content: object) => {
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(content));
  return file;
};
const say = (line: string) => process.stderr.write(`${line}\n`);
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

const rows: string[][] = [];
try {
  const feeds = await write('feeds.json', {
    feeds: [{ id: FEED, kind: 'canonical', location: 'feed.json' }],
  });
  const worldFile = await write('world.json', doorsFor(count));
  const feed = bulkFeed(FEED, count, () => false);
  const before = await write('feed.json', feed);
  const after = await write(
    'changed.json',
    bulkFeed(FEED, count, (index) => index % 100 === 7),
  );
  await using stack = await startStack({ worldFile, taskQueue: 'bulk', ui: false, skipsTime: true, say });
  const connection = await Connection.connect({ address: stack.address });
  const { namespace, dataConverter } = stack;
  const client = new Client({ connection, namespace, dataConverter });

  /** One `staykey import` as a process of its own. */
  const measure = async (what: string, file: string, how: string) => {
    const begun = performance.now();
    const { stdout, stdio } = await execa(
      process.execPath,
      ['--import', pathOf('report-peak.ts'), pathOf('../src/cli.ts')].concat([
        'import',
        file,
        '--feeds',
        feeds,
        '--feed',
        FEED,
        how,
        '--json',
      ]),
      {
        env: {
          TEMPORAL_ADDRESS: stack.address,
          TEMPORAL_NAMESPACE: namespace,
          STAYKEY_TASK_QUEUE: 'bulk',
          STAYKEY_PAYLOAD_ENCRYPTION: 'off',
          // As fast as it goes: how fast that is, is the question.
          STAYKEY_IMPORT_MESSAGES_PER_SECOND: '1000',
        },
        stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
        maxBuffer: 1e9,
      },
    );
    const seconds = (performance.now() - begun) / 1_000;
    const peakMiB = Number(stdio[3]) / 1_024;
    rows.push([what, seconds.toFixed(1), (count / seconds).toFixed(0), peakMiB.toFixed(0), '']);
    say(`${what}: ${seconds.toFixed(1)} s`);
    return JSON.parse(stdout) as { started: number; changed: number; failed: unknown[] };
  };

  /** Signals in the histories of all runs, whatever the import says it did. */
  const messagesSoFar = async () => {
    const limit = pLimit(20);
    const counts = await limit.map(feed, async (reservation) => {
      const run = client.workflow.getHandle(reservationWorkflowId(reservation));
      const { events } = await run.fetchHistory();
      return (events ?? []).filter((event) => event.workflowExecutionSignaledEventAttributes).length;
    });
    return counts.reduce((sum, each) => sum + each, 0);
  };
  let known = 0;
  const mustHaveSent = async (wanted: number) => {
    const messages = known === 0 && wanted === 0 ? 0 : await messagesSoFar();
    if (messages - known !== wanted) {
      throw new Error(`${messages - known} messages in the histories; expected ${wanted}`);
    }
    rows.at(-1)?.splice(-1, 1, String(wanted));
    known = messages;
  };

  await measure('dry run, nothing known', before, '--dry-run');
  await mustHaveSent(0);
  await measure('first import', before, '--apply');
  await mustHaveSent(count);
  await measure('dry run, nothing changed', before, '--dry-run');
  await mustHaveSent(0);
  await measure('import, nothing changed', before, '--apply');
  await mustHaveSent(0);
  await measure('import, 1 % changed', after, '--apply');
  await mustHaveSent(Math.floor((count - 8) / 100) + 1);
  const pages = (await readLedger(client, FEED)).length;
  await connection.close();

  process.stdout.write(
    `${machineText()}; ${count} reservations, ${pages} pages\n` +
      table([['', 'Seconds', 'Rows/s', 'Peak MiB', 'Messages'], ...rows]),
  );
} finally {
  await rm(folder, { recursive: true });
}
