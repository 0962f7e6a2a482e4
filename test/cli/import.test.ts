import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { staykeyOn } from '../support/staykey-on-stage.ts';

let stage: Stage;
let cli: ReturnType<typeof staykeyOn>;
let doorId: string;
beforeEach(async () => {
  const door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
  stage = await openStage({ world: [door] });
  cli = staykeyOn(stage);
  doorId = door.device_id;
});
afterEach(() => stage[Symbol.asyncDispose]());

const entry = (reservationId: string, arrivesInDays: number) => ({
  source: 'pms',
  propertyId: `house-${randomUUID()}`,
  reservationId,
  ...stayOf({ arrivesInDays }),
  timeZone: steadyZone,
  doors: [doorId],
  guest: { name: 'Ada Rivers' },
});

const importer = () => {
  const id = `feed-${randomUUID()}`;
  const feeds = writeJson('feeds.json', { feeds: [{ id, kind: 'canonical', location: 'bookings.json' }] });
  return (entries: object[], ...options: string[]) =>
    cli('import', writeJson('bookings.json', entries), '--feeds', feeds, '--feed', id, ...options);
};

test('a dry run shows what would come of a file, and --apply does it, once', async () => {
  const run = importer();
  const rows = [entry('R1', 40), entry('R2', 50)];
  const dry = await run(rows, '--dry-run');
  expect(dry.stdout).toContain('2 would be started, 0 changed, 0 are unchanged');
  expect((await run(rows, '--apply')).stdout).toBe('2 were started, 0 changed, 0 are unchanged');

  const again = await run(
    [rows[0] ?? {}, { ...rows[1], guest: { name: 'Ben Rivers' } }],
    '--apply',
    '--json',
  );
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  expect(again.json()).toMatchObject({ started: 0, changed: 1, unchanged: 1, failed: [] });
  expect(again.stdout).not.toMatch(/Rivers|contentHash/);
  expect((await run(rows, '--dry-run', '--json')).json()).toMatchObject({
    plan: { started: 0, changed: 1, unchanged: 1 },
  });
});

test('bad rows are said and the rest goes on; runs are listed by their import', async () => {
  const run = importer();
  const { exitCode, stderr, json } = await run(
    [entry('R1', 40), { ...entry('R2', 41), arrival: 'soon' }],
    '--apply',
    '--json',
  );
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/Bad: bookings\.json, entry 2: arrival is "soon"/);
  const { started, importRunId } = json<{ started: number; importRunId: string }>();
  expect(started).toBe(1);
  const [listed] = await listedBy(importRunId);
  expect(listed).toMatch(/^reservation\/pms\/house-[^/]+\/R1$/);
});

test('a file that lacks too much at once is held, until a human says that what is missing is gone', async () => {
  const run = importer();
  const rows = [entry('R1', 40), entry('R2', 50), entry('R3', 60)];
  await run(rows, '--apply');
  const empty = await run([], '--apply');
  expect(empty).toMatchObject({ exitCode: 3, stdout: '' });
  expect(empty.stderr).toMatch(/^Held: it is empty, and there were stays ahead in it/);
  expect((await run([], '--dry-run')).stdout).toContain('Nothing is done without --accept-missing');
  expect((await run([], '--apply', '--accept-missing')).stdout).toContain(
    '3 were cancelled, as they are gone',
  );
});

// The list store lags behind a moment.
const listedBy = async (importRunId: string) => {
  for (const deadline = Date.now() + 20_000; Date.now() < deadline;) {
    const { json } = await cli('list', '--import-run', importRunId, '--json');
    const lines = json<{ workflowId: string }[]>();
    if (lines.length > 0) return lines.map(({ workflowId }) => workflowId);
  }
  return [];
};
