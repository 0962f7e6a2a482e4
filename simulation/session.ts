import type { Violation } from './judge/ledger.ts';
import { openSandbox, type Sandbox } from './sandbox.ts';
import { activityNames } from './staykey.ts';
import { storyOf } from './story/generate.ts';
import { play, type Played } from './story/play.ts';
import type { Story } from './story/story.ts';

/** What is told of a story that was played. */
export interface Report {
  seed: number;
  violations: Violation[];
  counts: Record<string, number>;
}

/** A sandbox ages: what it remembers of each run that it ever held slows it down. */
const STORIES_EACH = 2_000;

export class Session {
  readonly #code: string;
  #sandbox: Sandbox;
  #played = 0;

  private constructor(code: string, sandbox: Sandbox) {
    this.#code = code;
    this.#sandbox = sandbox;
  }

  static async open(code: string): Promise<Session> {
    return new Session(code, await openSandbox(code, activityNames));
  }

  close(): Promise<void> {
    return this.#sandbox.destroy();
  }

  playSeed(seed: number): Promise<Report> {
    return this.play(storyOf(seed));
  }

  async play(story: Story): Promise<Report> {
    const { violations, counts } = await this.look(story);
    return { seed: story.seed, violations, counts: Object.fromEntries(counts) };
  }

  /** The same, with all that could be seen of it. */
  async look(story: Story): Promise<Played> {
    this.#played += 1;
    if (this.#played % STORIES_EACH === 0) {
      await this.#sandbox.destroy();
      this.#sandbox = await openSandbox(this.#code, activityNames);
    }
    return play(story, this.#sandbox);
  }
}
