import { expect, test } from 'vitest';
import { supervise, type Part } from '../../src/workflows/supervise.ts';

/** Waits as Temporal's `condition` does: asked again whenever something may have changed. */
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
};

const parts = () => {
  const wanted = new Map<string, () => Promise<void>>();
  const list = (): Part[] => [...wanted].map(([name, begin]) => ({ name, begin }));
  return { wanted, list };
};

test('parts run side by side, each once at a time, until none is wanted', async () => {
  const { wanted, list } = parts();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  wanted.set('slow', async () => {
    log.push('slow begins');
    await gate.promise;
    wanted.delete('slow');
    log.push('slow ends');
  });
  wanted.set('quick', async () => {
    log.push('quick');
    wanted.delete('quick');
    gate.resolve();
  });
  await supervise(list, until);
  expect(log).toEqual(['slow begins', 'quick', 'slow ends']);
});

test('a part that is wanted again after it ended begins again', async () => {
  const { wanted, list } = parts();
  let times = 0;
  wanted.set('door', async () => {
    times += 1;
    if (times === 3) wanted.delete('door');
  });
  await supervise(list, until);
  expect(times).toBe(3);
});

test('a part that comes to be wanted while others run begins then', async () => {
  const { wanted, list } = parts();
  const log: string[] = [];
  wanted.set('first', async () => {
    wanted.set('second', async () => {
      log.push('second');
      wanted.delete('second');
    });
    await until(() => log.includes('second'));
    log.push('first');
    wanted.delete('first');
  });
  await supervise(list, until);
  expect(log).toEqual(['second', 'first']);
});

test('the fault of one part ends all', async () => {
  const { wanted, list } = parts();
  wanted.set('waiting', () => new Promise(() => undefined));
  wanted.set('broken', () => Promise.reject(new Error('a bug')));
  await expect(supervise(list, until)).rejects.toThrow('a bug');
});

test('with nothing wanted it ends at once', async () => {
  await supervise(() => [], until);
});
