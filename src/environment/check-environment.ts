import type { z } from 'zod';
import { secrecyOf } from './secret.ts';

export type Environment = Record<string, string | undefined>;

/** All that is wrong with the environment, in one message that names each variable and never a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

/**
 * @param otherProblems found by other means, to be told in the same message
 * @throws {ConfigError}
 */
export const checkEnvironment = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
  otherProblems: string[] = [],
): z.infer<z.ZodObject<Shape>> => {
  // An empty variable is an unset one: that is how compose files and shells leave things out.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success && otherProblems.length === 0) return parsed.data;
  const problems = parsed.error?.issues.map((issue) => describe(issue, given, schema.shape)) ?? [];
  throw new ConfigError([...problems, ...otherProblems]);
};

const describe = (issue: z.core.$ZodIssue, given: Environment, shape: z.ZodRawShape): string => {
  const name = issue.path.join('.');
  const value = given[name];
  if (value === undefined) return `${name} is not set: ${issue.message}`;
  const variable = shape[name];
  const isShown = variable !== undefined && secrecyOf(variable) === 'no';
  return `${name}${isShown ? `="${value}"` : ''}: ${issue.message}`;
};
