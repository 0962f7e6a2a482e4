import { readFile } from 'node:fs/promises';
import type { Part } from '../src/stack/part.ts';

interface Sample {
  /** Minutes after the process began. */
  age: number;
  mib: number;
}

export interface MemoryWatch {
  stop: () => MemoryTrend[];
}

export interface MemoryTrend {
  part: string;
  /** Lives long enough to say something about. */
  lives: number;
  firstMib: number;
  halfwayMib: number;
  lastMib: number;
  /** Least squares over the later half of the longest life: in the earlier one a process fills its caches. */
  mibPerHour: number | null;
}

const EVERY_MS = 2_000;
const WARM_UP_MINUTES = 1;
const LEAST_SAMPLES = 30;

/** Resident memory of the processes, each life of a process by itself: one that was restarted begins anew. */
export const watchMemory = (parts: readonly Part[]): MemoryWatch => {
  const lives = new Map<string, { part: string; began: number; samples: Sample[] }>();
  const timer = setInterval(() => {
    for (const part of parts) {
      const pid = part.pid();
      if (pid === null) continue;
      void residentMib(pid).then((mib) => {
        if (mib === null) return;
        const life = lives.get(`${part.name} ${pid}`) ?? { part: part.name, began: Date.now(), samples: [] };
        life.samples.push({ age: (Date.now() - life.began) / 60_000, mib });
        lives.set(`${part.name} ${pid}`, life);
      });
    }
  }, EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return parts.map(({ name }) =>
        trendOf(
          name,
          [...lives.values()].filter(({ part }) => part === name),
        ),
      );
    },
  };
};

const trendOf = (part: string, lives: { samples: Sample[] }[]): MemoryTrend => {
  const warm = lives.map(({ samples }) => samples.filter(({ age }) => age > WARM_UP_MINUTES));
  const longest = warm.sort((a, b) => b.length - a.length)[0] ?? [];
  const later = longest.slice(Math.floor(longest.length / 2));
  return {
    part,
    lives: lives.length,
    firstMib: longest[0]?.mib ?? lives[0]?.samples.at(-1)?.mib ?? 0,
    halfwayMib: later[0]?.mib ?? lives[0]?.samples.at(-1)?.mib ?? 0,
    lastMib: longest.at(-1)?.mib ?? lives.at(-1)?.samples.at(-1)?.mib ?? 0,
    mibPerHour: later.length < LEAST_SAMPLES ? null : slope(later) * 60,
  };
};

const slope = (samples: readonly Sample[]): number => {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const age = mean(samples.map((sample) => sample.age));
  const mib = mean(samples.map((sample) => sample.mib));
  const over = samples.reduce((sum, sample) => sum + (sample.age - age) * (sample.mib - mib), 0);
  const under = samples.reduce((sum, sample) => sum + (sample.age - age) ** 2, 0);
  return under === 0 ? 0 : over / under;
};

/** Null where the process is gone. */
export const residentMib = async (pid: number): Promise<number | null> => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kib === undefined ? null : Number(kib) / 1024;
};
