import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { findFaketime } from '../../chaos/skew-clock.ts';
import { findPostgres } from '../../src/stack/find-postgres.ts';
import { findChromium } from '../../tools/screenshots/find-chromium.ts';

/** A program that some tests use and that neither Node nor `npm ci` brings. */
export interface Need {
  /** For people. */
  title: string;
  /** The Debian package that has it. */
  debian: string;
  isHere: (env: NodeJS.ProcessEnv) => Promise<boolean>;
}

/**
 * All that tests need besides Node and Go. A test that uses one of them has its name as a tag: `{ tags: 'promtool' }`, or
 * `@module-tag chromium` at the top of its file.
 */
export const needs = {
  postgres: { title: 'PostgreSQL', debian: 'postgresql', isHere: async (env) => hasPostgres(env) },
  chromium: { title: 'Chromium', debian: 'chromium', isHere: async (env) => resolves(findChromium(env)) },
  promtool: { title: 'promtool', debian: 'prometheus', isHere: async (env) => isOnPath('promtool', env) },
  faketime: {
    title: 'libfaketime (Linux only)',
    debian: 'libfaketime',
    isHere: async () => (await findFaketime()) !== null,
  },
  curl: { title: 'curl', debian: 'curl', isHere: async (env) => isOnPath('curl', env) },
  git: { title: 'git', debian: 'git', isHere: async (env) => isOnPath('git', env) },
  ps: { title: 'ps', debian: 'procps', isHere: async (env) => isOnPath('ps', env) },
} satisfies Record<string, Need>;

export type NeedName = keyof typeof needs;

export const needNames = Object.keys(needs) as NeedName[];

export const findMissing = async (env: NodeJS.ProcessEnv): Promise<NeedName[]> => {
  const here = await Promise.all(needNames.map((name) => needs[name].isHere(env)));
  return needNames.filter((_, index) => here[index] === false);
};

/** `STAYKEY_TESTS_SKIP=never`: a missing program is an error, and so is a skipped test. CI sets it. */
export const maySkip = (env: NodeJS.ProcessEnv): boolean => {
  const value = env['STAYKEY_TESTS_SKIP'] ?? '';
  if (!['', 'never'].includes(value))
    throw new Error(`STAYKEY_TESTS_SKIP="${value}": expected "never", or nothing`);
  return value === '';
};

/** The tags of vitest's configuration. A test whose program is missing is skipped, unless no test may be. */
export const needTags = async (env: NodeJS.ProcessEnv) => {
  const missing = maySkip(env) ? await findMissing(env) : [];
  return needNames.map((name) => ({
    name,
    description: `needs ${needs[name].title}`,
    ...(missing.includes(name) ? { skip: true } : {}),
  }));
};

/** "PostgreSQL, Chromium (Debian: apt-get install postgresql chromium)" */
export const toInstall = (names: readonly NeedName[]): string =>
  `${names.map((name) => needs[name].title).join(', ')} (Debian: apt-get install ${packagesOf(names).join(' ')})`;

export const packagesOf = (names: readonly NeedName[]): string[] => names.map((name) => needs[name].debian);

const resolves = (promise: Promise<unknown>): Promise<boolean> =>
  promise.then(
    () => true,
    () => false,
  );

// A back-up is made by the client's programs; a server may come without them.
const hasPostgres = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const folder = await findPostgres(env).catch(() => null);
  return folder !== null && resolves(access(join(folder, 'pg_dump'), constants.X_OK));
};

export const isOnPath = async (program: string, env: NodeJS.ProcessEnv): Promise<boolean> => {
  for (const folder of (env['PATH'] ?? '').split(delimiter).filter(Boolean))
    if (await resolves(access(join(folder, program), constants.X_OK))) return true;
  return false;
};
