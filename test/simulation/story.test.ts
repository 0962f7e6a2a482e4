import { expect, test } from 'vitest';
import { checkMutant } from '../../simulation/catch-mutants.ts';
import { mutants } from '../../simulation/mutants.ts';
import { storyOf } from '../../simulation/story/generate.ts';
import { shrink } from '../../simulation/story/shrink.ts';
import type { Step, Story } from '../../simulation/story/story.ts';

test('a seed always tells the same story', () => {
  expect(storyOf(7)).toEqual(storyOf(7));
  expect(storyOf(7)).not.toEqual(storyOf(8));
});

test('a failing story shrinks to the steps it needs, and to the time between them', async () => {
  const wait: Step = { afterMs: 1_000, do: 'wait' };
  const cancel: Step = { afterMs: 60_000, do: 'cancel', by: 'signal' };
  const retry: Step = { afterMs: 60_000, do: 'lever', lever: 'retry', door: 0 };
  const story: Story = { ...storyOf(1), steps: [wait, wait, cancel, wait, wait, retry, wait] };
  const fails = ({ steps }: Story) => {
    const at = steps.findIndex((step) => step.do === 'cancel');
    const after = steps.findIndex((step) => step.do === 'lever');
    return Promise.resolve(at >= 0 && after > at && (steps[after]?.afterMs ?? 0) >= 500);
  };
  const { steps, crashChance } = await shrink(story, fails);
  expect(steps.map((step) => step.do)).toEqual(['cancel', 'lever']);
  expect(steps[0]?.afterMs).toBe(0);
  expect(steps[1]?.afterMs).toBeLessThan(1_000);
  expect(crashChance).toBe(0);
});

test('every mutant has its one place in the source', () => {
  for (const mutant of mutants) expect(checkMutant(mutant).get(mutant.file)).toContain(mutant.replace);
  const nowhere = { name: 'nowhere', file: 'src/worker.ts', find: 'not there', replace: '' };
  expect(() => checkMutant(nowhere)).toThrow('occurs 0 times');
});
