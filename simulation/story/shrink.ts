import type { Step, Story } from './story.ts';

type Fails = (story: Story) => Promise<boolean>;

/** The smallest story that fails still: steps go, as many at a time as possible, then time and other trouble. */
export const shrink = async (story: Story, fails: Fails, mostTries = 400): Promise<Story> => {
  let smallest = story;
  let tries = 0;
  const attempt = async (smaller: Story): Promise<boolean> => {
    // With a step less all that is left to chance falls out otherwise: what fails by other luck fails.
    for (const luck of [smaller.luck, smaller.luck + 1, smaller.luck + 2]) {
      if (tries >= mostTries) return false;
      tries += 1;
      if (!(await fails({ ...smaller, luck }))) continue;
      smallest = { ...smaller, luck };
      return true;
    }
    return false;
  };
  const withSteps = (steps: Step[]): Story => ({ ...smallest, steps });

  for (let size = Math.ceil(smallest.steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = smallest.steps.length - size; from >= 0; from -= size) {
      const { steps } = smallest;
      // Without a step the others come when they came.
      const gone = steps.slice(from, from + size).reduce((sum, { afterMs }) => sum + afterMs, 0);
      const [next, ...rest] = steps.slice(from + size);
      const later = next ? [{ ...next, afterMs: next.afterMs + gone }, ...rest] : [];
      await attempt(withSteps([...steps.slice(0, from), ...later]));
    }
  }
  for (const simpler of [
    { crashChance: 0 },
    { webhooks: { lost: 0, twice: 0, mostDelayMs: 0 } },
    { setAfterMs: 0, deferCreation: false, pinAt: 'create' as const },
    { doors: 1, first: { ...smallest.first, doors: [0] } },
    { levels: ['wide' as const, 'narrow' as const] },
    { zone: 'America/Phoenix' },
  ]) {
    await attempt({ ...smallest, ...simpler });
  }
  for (let index = 0; index < smallest.steps.length; index += 1) {
    for (let goesOn = true; goesOn;) {
      const afterMs = smallest.steps[index]?.afterMs ?? 0;
      const halved = smallest.steps.map((step, at) =>
        at === index ? { ...step, afterMs: Math.floor(afterMs / 2) } : step,
      );
      goesOn = afterMs > 0 && (await attempt(withSteps(halved)));
    }
  }
  return smallest;
};
