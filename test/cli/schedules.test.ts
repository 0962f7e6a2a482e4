import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeJson } from '../support/local.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { staykeyOn } from '../support/staykey-on-stage.ts';

let stage: Stage;
let cli: ReturnType<typeof staykeyOn>;
beforeEach(async () => {
  stage = await openStage({});
  cli = staykeyOn(stage);
});
afterEach(() => stage[Symbol.asyncDispose]());

test('apply shows the plan, asks, and makes the schedules equal to the file', async () => {
  const id = `feed-${randomUUID()}`;
  const feed = { id, kind: 'canonical', location: 'feed.json', everyMinutes: 1440 };
  const apply = (feeds: object[], ...options: string[]) =>
    cli('schedules', 'apply', '--feeds', writeJson('feeds.json', { feeds }), ...options);
  const asked = await apply([feed]);
  expect(asked).toMatchObject({ exitCode: 2, stdout: `+ ${id}, every 1440 min` });
  expect(asked.stderr).toContain('expected --yes. Nothing was done.');
  expect((await apply([feed], '--yes')).stdout).toBe(`+ ${id}, every 1440 min\n1 changed`);
  expect((await apply([feed], '--json')).json()).toEqual({
    create: [],
    change: [],
    remove: [],
    same: [id],
    paused: [],
  });
  const other = { ...feed, id: `${id.slice(0, 40)}-b` };
  expect((await apply([other], '--dry-run')).stdout).toContain(`+ ${other.id}, every 1440 min`);
  await stage.client.schedule.getHandle(`import/${id}`).delete();
});
