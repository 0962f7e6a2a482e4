import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { beforeAll, expect, test } from 'vitest';
import { Agenda } from '../../simulation/agenda.ts';
import { Chance } from '../../simulation/chance.ts';
import { openSandbox, type Sandbox } from '../../simulation/sandbox.ts';
import { Server } from '../../simulation/server/server.ts';
import { RunNotFound } from '../../simulation/server/updates.ts';
import { Worker } from '../../simulation/server/worker.ts';
import type { World } from '../../simulation/server/world.ts';

const HOUR = 3_600_000;
let sandbox: Sandbox;
beforeAll(async () => {
  const workflowsPath = fileURLToPath(new URL('./fixtures/workflows.ts', import.meta.url));
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
  sandbox = await openSandbox(code, ['ask']);
});

const aServer = (workflowType: string, parts: Partial<World> = {}) => {
  const counted: string[] = [];
  const closed: { how: string; result: unknown }[] = [];
  const agenda = new Agenda(Date.parse('2026-12-01T08:00:00Z'));
  const worker = new Worker();
  const server = new Server({
    agenda,
    worker,
    chance: new Chance(1),
    sandbox,
    activities: {},
    crashChance: 0,
    count: (what) => void counted.push(what),
    onLimit: () => undefined,
    onClosed: (_id, how, result) => void closed.push({ how, result }),
    onTask: () => undefined,
    ...parts,
  });
  server.start({ workflowId: 'w', workflowType, args: [], searchAttributes: {}, memo: {} });
  return { agenda, worker, server, counted, closed };
};

test('an activity is tried again when its own options say so, and no more often', async () => {
  const triedAt: number[] = [];
  const ask = () => {
    triedAt.push(agenda.now);
    return Promise.reject(new Error('no answer'));
  };
  const { agenda, closed } = aServer('asks', { activities: { ask } });
  await agenda.runTo(agenda.now + HOUR);
  const [first = 0, second = 0, third = 0] = triedAt;
  expect(triedAt).toHaveLength(3);
  expect(second - first).toBeGreaterThanOrEqual(2_000);
  expect(second - first).toBeLessThan(2_100);
  expect(third - second).toBeGreaterThanOrEqual(6_000);
  expect(third - second).toBeLessThan(6_100);
  expect(closed[0]?.how).toBe('failed');
});

test('an attempt that takes too long is given up, and what it answers later counts for nothing', async () => {
  let attempts = 0;
  const ask = () =>
    new Promise<string>((resolve) => {
      attempts += 1;
      if (attempts === 1) agenda.after(62_500, () => resolve('late'));
      else agenda.after(5_000, () => resolve('in time'));
    });
  const { agenda, closed } = aServer('asks', { activities: { ask } });
  await agenda.runTo(agenda.now + HOUR);
  expect(closed).toEqual([{ how: 'completed', result: 'in time' }]);
});

test('a run that says other things when it is replayed is found out', async () => {
  const { agenda } = aServer('wavers', { crashChance: 1 });
  await expect(agenda.runTo(agenda.now + 4 * HOUR)).rejects.toThrow('A replay says other things');
});

test('a run does not end over a message that has come for it', async () => {
  const { agenda, server, counted, closed } = aServer('listens');
  await agenda.runTo(agenda.now + 1_000);
  server.signal('w', 'word', []);
  while (!(await asksForTask(server))) await agenda.step(Infinity);
  server.signal('w', 'word', []);
  await agenda.runTo(agenda.now + 1_000);
  expect(counted).toContain('unhandled command');
  expect(closed).toEqual([{ how: 'completed', result: 2 }]);
});

// While a task is under way a run answers no query.
const asksForTask = async (server: Server) => (await server.query('w', 'heard')) === undefined;

test('while the worker is gone messages wait for it', async () => {
  const { agenda, server, worker, closed } = aServer('listens');
  await agenda.runTo(agenda.now + 1_000);
  worker.leave();
  server.signal('w', 'word', []);
  await agenda.runTo(agenda.now + HOUR);
  expect(closed).toEqual([]);
  worker.comeBack(agenda.now);
  await agenda.runTo(agenda.now + 1_000);
  expect(closed).toEqual([{ how: 'completed', result: 1 }]);
});

test('an update that the run has no time for is answered as to a run that is not there', async () => {
  const { agenda, server } = aServer('listens');
  await agenda.runTo(agenda.now + 1_000);
  server.signal('w', 'word', []);
  while (!(await asksForTask(server))) await agenda.step(Infinity);
  const answer = server.update('w', 'count', [], 4_000).catch((error: unknown) => error);
  await agenda.runTo(agenda.now + 1_000);
  expect(await answer).toBeInstanceOf(RunNotFound);
});
