import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutants, type Mutant } from './mutants.ts';
import { playMany } from './play-many.ts';

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
/** Of the clean code, to know what it breaks by itself. */
const CLEAN_STORIES = 1_000;
const root = fileURLToPath(new URL('..', import.meta.url));

/** Plays stories on one faulty copy of the source after another. What broke a rule without any fault says nothing. */
export const catchMutants = async ({ folder, seed, jobs, print }: Hunt): Promise<boolean> => {
  for (const mutant of mutants) checkMutant(mutant);
  const known = await rulesBrokenAnyway(folder, seed, jobs);
  if (known.size > 0) print(`Broken without any mutant, and not counted: ${[...known].join('; ')}`);
  print('| mutant | caught by | after stories |\n| --- | --- | ---: |');
  let missed = 0;
  for (const mutant of mutants) {
    const copy = copySource(folder, mutant);
    const { rule, stories } = await hunt(copy, seed, jobs, known);
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
const copySource = (folder: string, mutant: Mutant | null): string => {
  const copy = join(folder, 'copy');
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy);
  for (const part of ['src', 'simulator', 'simulation', 'package.json', 'tsconfig.json']) {
    cpSync(join(root, part), join(copy, part), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const [file, source] of mutant ? checkMutant(mutant) : []) writeFileSync(join(copy, file), source);
  execFileSync(process.execPath, ['simulation/bundle-workflows.ts', 'workflows.js'], { cwd: copy });
  return copy;
};

const hunt = async (
  copy: string,
  seed: number,
  jobs: number,
  known: ReadonlySet<string>,
): Promise<Caught> => {
  const found: Caught = { stories: 0, rule: '' };
  await playMany({
    bundleFile: join(copy, 'workflows.js'),
    player: join(copy, 'simulation/player.ts'),
    seed,
    stories: MOST_STORIES,
    jobs,
    onReport: ({ violations }) => {
      found.stories += 1;
      found.rule ||= violations.find(({ rule }) => !known.has(rule))?.rule ?? '';
      return found.rule === '';
    },
  });
  return found;
};

const rulesBrokenAnyway = async (folder: string, seed: number, jobs: number): Promise<Set<string>> => {
  const copy = copySource(folder, null);
  const known = new Set<string>();
  await playMany({
    bundleFile: join(copy, 'workflows.js'),
    player: join(copy, 'simulation/player.ts'),
    seed,
    stories: CLEAN_STORIES,
    jobs,
    onReport: ({ violations }) => {
      for (const { rule } of violations) known.add(rule);
      return true;
    },
  });
  return known;
};
