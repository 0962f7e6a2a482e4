import { expect, onTestFinished, test, vi } from 'vitest';
import { createPart } from '../../src/stack/part.ts';

const patience = { timeout: 10_000, interval: 20 };

const sleeper = (script: string, more: Partial<Parameters<typeof createPart>[0]> = {}) => {
  const ends: string[] = [];
  const part = createPart({
    name: 'sleeper',
    command: '/bin/sh',
    args: () => ['-c', script],
    isServing: () => Promise.resolve(true),
    onOwnEnd: (how) => ends.push(how),
    ...more,
  });
  onTestFinished(() => part.kill());
  return { part, ends };
};

test('a part that somebody else kills is started again, and what it wrote last is told', async () => {
  const { part, ends } = sleeper('echo all is well; exec sleep 60');
  await part.start();
  const first = part.pid();
  await vi.waitFor(() => process.kill(first ?? 0, 'SIGKILL'), patience);
  await vi.waitUntil(() => part.pid() !== null && part.pid() !== first, patience);
  expect(ends).toHaveLength(1);
  expect(ends[0]).toContain('SIGKILL');
});

test('one that was ended on purpose stays so, and may be started once more', async () => {
  const { part, ends } = sleeper('exec sleep 60');
  await part.start();
  await part.kill();
  expect(part.pid()).toBeNull();
  await part.start();
  expect(part.pid()).not.toBeNull();
  await part.stop();
  expect([part.pid(), ends]).toEqual([null, []]);
});

test('ended on purpose while it waits to be started again, it stays so', async () => {
  let starts = 0;
  const args = () => {
    starts += 1;
    return ['-c', 'exec sleep 60'];
  };
  const { part, ends } = sleeper('', { args });
  await part.start();
  process.kill(part.pid() ?? 0, 'SIGKILL');
  await vi.waitUntil(() => ends.length > 0, patience);
  await part.stop();
  await part.start();
  expect(starts).toBe(2);
});

test('a part that can’t begin fails the first time, and is tried again once it has served before', async () => {
  let isThere = false;
  const { part, ends } = sleeper('', {
    args: () => ['-c', isThere ? 'exec sleep 60' : 'echo nobody is there; exit 1'],
    isServing: () => Promise.resolve(isThere),
  });
  await expect(part.start()).rejects.toThrow('nobody is there');
  isThere = true;
  await part.start();
  await part.kill();

  isThere = false;
  const started = part.start();
  await vi.waitUntil(() => ends.length > 1, patience);
  isThere = true;
  await started;
  expect(part.pid()).not.toBeNull();
});
