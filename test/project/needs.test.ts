import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { installNeeds } from '../support/install-needs.ts';
import { findMissing, maySkip, needNames, needs, needTags } from '../support/needs.ts';
import { aboutSkipped } from '../support/plain-count-reporter.ts';
import { emptyFolder, fakeCommand } from '../temporal/fake-command.ts';

// libfaketime is looked for in the folders of libraries, and PostgreSQL in Debian's as well: this machine may have them.
const byPath = ['chromium', 'promtool', 'curl', 'git', 'ps'] as const;
const byPathAlone = (names: string[]) => names.filter((name) => byPath.some((known) => known === name));

/** A machine with these programs alone, on which `apt-get install` puts the others. */
const machineWith = async (
  programs: string[],
  { isRoot = true, lacks = [], skip = '' }: { isRoot?: boolean; lacks?: string[]; skip?: string } = {},
) => {
  const folder = await emptyFolder();
  for (const program of programs) await fakeCommand(folder, program, 'exit 0');
  const ran: string[] = [];
  const said: string[] = [];
  const run = async (command: string, args: string[]) => {
    ran.push([command, ...args].join(' '));
    const wanted = args.at(-1) ?? '';
    if (lacks.includes(wanted)) throw new Error(`E: Unable to locate package ${wanted}\nmore`);
    const name = needNames.find((each) => needs[each].debian === wanted);
    if (name) await fakeCommand(folder, name, 'exit 0');
  };
  const env = { PATH: folder, STAYKEY_POSTGRES_BIN: folder, STAYKEY_TESTS_SKIP: skip };
  for (const program of ['initdb', 'postgres', 'pg_dump']) await fakeCommand(folder, program, 'exit 0');
  return { machine: { env, isRoot, run, say: (line: string) => void said.push(line) }, env, ran, said };
};

test('as root on Debian what is missing is installed, and nothing else', async () => {
  const { machine, env, ran } = await machineWith(['apt-get', 'chromium', 'git', 'ps']);
  await installNeeds(machine);
  expect(byPathAlone(await findMissing(env))).toEqual([]);
  const installed = ran.filter((line) => line.includes('install')).map((line) => line.split(' ').at(-1));
  expect(ran[0]).toBe('apt-get update -q');
  expect(installed.filter((name) => name !== 'libfaketime')).toEqual(['prometheus', 'curl']);
});

test('a package that cannot be had does not keep the others away', async () => {
  const { machine, env, said } = await machineWith(['apt-get', 'git', 'ps'], { lacks: ['chromium'] });
  await installNeeds(machine);
  expect(byPathAlone(await findMissing(env))).toEqual(['chromium']);
  expect(said).toContain('E: Unable to locate package chromium');
  expect(said.at(-1)).toMatch(/^Some tests will be skipped.* install Chromium.*apt-get install chromium/);
});

test.each([
  ['nobody is root', { isRoot: false }, ['apt-get']],
  ['there is no apt', {}, []],
])('where %s nothing is installed, and one line says what to install', async (_, options, programs) => {
  const { machine, ran, said } = await machineWith([...programs, 'git', 'ps', 'curl'], options);
  await installNeeds(machine);
  expect(ran).toEqual([]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(/install Chromium, promtool.*\(Debian: apt-get install chromium prometheus/);
});

test('where no test may be skipped, a program that is missing is an error', async () => {
  const { machine } = await machineWith(['git', 'ps', 'curl'], { isRoot: false, skip: 'never' });
  await expect(installNeeds(machine)).rejects.toThrow(/missing: install Chromium, promtool/);
});

test('a tag skips its tests where its program is missing, and never where no test may be skipped', async () => {
  const skippedIn = async (env: NodeJS.ProcessEnv) =>
    (await needTags(env)).filter(({ skip }) => skip).map(({ name }) => name);
  const { env } = await machineWith(['git', 'ps']);
  expect(byPathAlone(await skippedIn(env))).toEqual(['chromium', 'promtool', 'curl']);
  expect(await skippedIn({ ...env, STAYKEY_TESTS_SKIP: 'never' })).toEqual([]);
});

test('a PostgreSQL without the programs of its client is not enough', async () => {
  const folder = await emptyFolder();
  for (const program of ['initdb', 'postgres']) await fakeCommand(folder, program, 'exit 0');
  const env = { STAYKEY_POSTGRES_BIN: folder };
  expect(await needs.postgres.isHere(env)).toBe(false);
  await fakeCommand(folder, 'pg_dump', 'exit 0');
  expect(await needs.postgres.isHere(env)).toBe(true);
});

test('a run ends with each skipped test by its name, and one line that says what to install', () => {
  const skipped = (fullName: string, tags: string[]) => ({
    fullName,
    tags,
    module: { relativeModuleId: 'test/a.test.ts' },
  });
  expect(aboutSkipped([skipped('it draws', ['chromium']), skipped('it alerts', ['promtool'])])).toEqual([
    'Skipped, needs chromium: test/a.test.ts > it draws',
    'Skipped, needs promtool: test/a.test.ts > it alerts',
    'To run what was skipped, install Chromium, promtool (Debian: apt-get install chromium prometheus)',
  ]);
  expect(aboutSkipped([skipped('not on Windows', [])])).toEqual([]);
});

test('STAYKEY_TESTS_SKIP is "never" or nothing', () => {
  expect(() => maySkip({ STAYKEY_TESTS_SKIP: 'no' })).toThrow('STAYKEY_TESTS_SKIP="no": expected "never"');
});

test('CI skips no test, and leaves what they need to this one list', () => {
  const script = readFileSync('.ci/run', 'utf8');
  expect(script).toContain('export STAYKEY_TESTS_SKIP=never');
  expect(script).toContain('npm run test:needs');
  expect(script).not.toContain('apt-get');
});
