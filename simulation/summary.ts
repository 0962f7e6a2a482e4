import { openFindings } from './open-findings.ts';
import type { Report } from './session.ts';

/** What came of many stories. */
export class Summary {
  stories = 0;
  readonly failures = new Map<string, { count: number; seed: number; text: string }>();
  readonly #counts = new Map<string, number>();
  readonly #failedSeeds = new Set<number>();
  readonly #newSeeds = new Set<number>();

  add({ seed, violations, counts }: Report): void {
    this.stories += 1;
    for (const [what, count] of Object.entries(counts)) {
      this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
    }
    for (const { rule, text } of violations) {
      this.#failedSeeds.add(seed);
      if (!openFindings.has(rule)) this.#newSeeds.add(seed);
      const known = this.failures.get(rule);
      if (!known) this.failures.set(rule, { count: 1, seed, text });
      else {
        known.count += 1;
        // Whichever player was first: the seed that is named is the lowest.
        if (seed < known.seed) Object.assign(known, { seed, text });
      }
    }
  }

  get failedStories(): number {
    return this.#failedSeeds.size;
  }

  /** Stories that break a rule of which no finding is open. */
  get newFailures(): number {
    return this.#newSeeds.size;
  }

  lines(seed: number, tookMs: number): string[] {
    const total = (what: string) => this.#counts.get(what) ?? 0;
    const perSecond = ((this.stories / tookMs) * 1000).toFixed(1);
    const byCount = [...this.failures].sort(([, a], [, b]) => b.count - a.count);
    return [
      `${this.stories} stories from seed ${seed} in ${(tookMs / 1000).toFixed(1)} s (${perSecond}/s): ` +
        `${total('task')} tasks, ${total('replay')} replays, ${total('unhandled command')} unhandled commands`,
      this.failedStories === 0 ? 'Every story ended well.' : `${this.failedStories} stories failed:`,
      ...byCount.map(([rule, { count, seed: first, text }]) => {
        const [line = ''] = text.split('\n');
        const known = openFindings.get(rule);
        return `  ${String(count).padStart(5)}  ${known ? `[open] ${rule}: ${known}` : rule} (first: seed ${first}: ${line.slice(0, 140)})`;
      }),
    ];
  }
}
