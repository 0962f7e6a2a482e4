import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants, type Mutant } from './mutants.ts';
import { playMany } from './play-many.ts';
import { Session, type Report } from './session.ts';
import { bundleWorkflows } from './staykey.ts';

interface Hunt {
  folder: string;
  seed: number;
  jobs: number;
  print: (line: string) => void;
}

interface Caught {
  rule: string;
  stories: number;
}

const MOST_STORIES = 5_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Plays stories on one faulty copy of the source after another. What the clean source breaks in the same story says nothing. */
export const catchMutants = async ({ folder, seed, jobs, print }: Hunt): Promise<boolean> => {
  for (const mutant of mutants) checkMutant(mutant);
  const clean = await Session.open(await bundleWorkflows());
  print('| mutant | caught by | after stories |\n| --- | --- | ---: |');
  let missed = 0;
  for (const mutant of mutants) {
    const copy = copySource(folder, mutant);
    const { rule, stories } = await hunt(copy, { seed, jobs, clean });
    rmSync(copy, { recursive: true, force: true });
    if (!rule) missed += 1;
    print(`| ${mutant.name} | ${rule || '**MISSED**'} | ${stories} |`);
  }
  print(missed === 0 ? `All ${mutants.length} were caught.` : `${missed} of ${mutants.length} were missed.`);
  return missed === 0;
};

/** The files a mutant changes, as it leaves them. One that fits nowhere or in two places would prove nothing. */
export const checkMutant = ({ name, and = [], ...first }: Mutant): Map<string, string> => {
  const files = new Map<string, string>();
  for (const { file, find, replace } of [first, ...and]) {
    const source = files.get(file) ?? readFileSync(join(root, file), 'utf8');
    const times = source.split(find).length - 1;
    if (times !== 1)
      throw new Error(`Mutant "${name}": its line occurs ${times} times in ${file}, expected once`);
    files.set(
      file,
      source.replace(find, () => replace),
    );
  }
  return files;
};

// Node strips no types below `node_modules`: the copy is elsewhere, and finds the packages by a link.
const copySource = (folder: string, mutant: Mutant): string => {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const part of ['src', 'simulator', 'simulation', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, source] of checkMutant(mutant)) writeFileSync(join(copy, file), source);
  execFileSync(process.execPath, ['simulation/bundle-workflows.ts', 'workflows.js'], { cwd: copy });
  return copy;
};

interface From {
  seed: number;
  jobs: number;
  clean: Session;
}

const hunt = async (copy: string, { seed, jobs, clean }: From): Promise<Caught> => {
  let stories = 0;
  while (stories < MOST_STORIES) {
    const failed = await firstFailure(copy, seed + stories, MOST_STORIES - stories, jobs);
    if (!failed) break;
    stories = failed.seed - seed + 1;
    const broken = new Set((await clean.playSeed(failed.seed)).violations.map(({ rule }) => rule));
    const rule = failed.violations.map((found) => found.rule).find((name) => !broken.has(name));
    if (rule !== undefined) return { rule, stories };
  }
  return { rule: '', stories: MOST_STORIES };
};

const firstFailure = async (
  copy: string,
  seed: number,
  stories: number,
  jobs: number,
): Promise<Report | null> => {
  let failed: Report | null = null;
  await playMany({
    bundleFile: join(copy, 'workflows.js'),
    player: join(copy, 'simulation/player.ts'),
    seed,
    stories,
    jobs,
    onReport: (report) => {
      if (report.violations.length > 0) failed ??= report;
      return failed === null;
    },
  });
  return failed;
};
