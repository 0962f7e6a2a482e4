import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { describe, expect, inject, test } from 'vitest';

const folder = fileURLToPath(new URL('./histories', import.meta.url));
const workflowBundle = { codePath: inject('workflowBundle') };
const histories = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.json'),
);

const historyOf = (name: string) => historyFromJSON(JSON.parse(readFileSync(join(folder, name), 'utf8')));

describe('runs that started on earlier code go on with this one', () => {
  test('there are histories to replay', () => {
    expect(histories.length).toBeGreaterThan(0);
  });

  test.each(histories)('%s', async (name) => {
    await Worker.runReplayHistory({ workflowBundle }, historyOf(name), basename(name, '.json'));
  });
});

test('the replay would notice a step that is no longer taken', async () => {
  const [name] = histories.filter((each) => each.includes('BH-1001'));
  const history = historyOf(name ?? '');
  const scheduled = history.events?.find((event) => event.activityTaskScheduledEventAttributes);
  Object.assign(scheduled?.activityTaskScheduledEventAttributes?.activityType ?? {}, {
    name: 'somethingElse',
  });
  await expect(Worker.runReplayHistory({ workflowBundle }, history, 'changed')).rejects.toThrow(
    /somethingElse|nondeterminism/i,
  );
});
