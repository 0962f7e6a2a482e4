import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { apiVariables, toApiSettings, type ApiServerSettings } from './api/environment.ts';
import { findCaller, readTokens, type FindCaller } from './api/tokens.ts';
import { deskVariables, isLocale } from './desk/environment.ts';
import { defaultPolicy, type Policy } from './domain/policy.ts';
import {
  missingPartners,
  notifyVariables,
  runsUrlOf,
  secretNotifyVariables,
  toNotifySettings,
} from './notify/environment.ts';
import type { NotifySettings } from './notify/settings.ts';
import { seamWebhookVariables } from './seam/webhook-environment.ts';
import {
  codecProblems,
  codecVariables,
  secretCodecVariables,
  toCodecSettings,
  type CodecSettings,
} from './temporal/codec-environment.ts';
import {
  encryptionVariables,
  readEncryption,
  secretEncryptionVariables,
} from './temporal/encryption-environment.ts';
import { importVariables, toImportPace, type ImportPace } from './temporal/import-environment.ts';
import type { PayloadKeys } from './temporal/keys.ts';

const DAY_MS = 86_400_000;

const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(least).max(most));

const temporalVariables = {
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/, 'expected host:port')
    .optional(),
  TEMPORAL_NAMESPACE: z.string().min(1).optional(),
  STAYKEY_TASK_QUEUE: z.string().min(1).default('staykey'),
};

const planningVariables = {
  SEAM_API_KEY: z
    .string('expected the key of a Seam workspace')
    .startsWith('seam_', 'expected to start with "seam_"'),
  SEAM_ENDPOINT: z.url({ protocol: /^https?$/ }).default('https://connect.getseam.com'),
  SEAM_TIMEOUT_MS: wholeNumber(1_000, 40_000).default(20_000),
  STAYKEY_ISSUE_WINDOW_DAYS: wholeNumber(0, 365).optional(),
  STAYKEY_LONGEST_STAY_NIGHTS: wholeNumber(1, 31).optional(),
  STAYKEY_ALLOW_DAY_ROUNDING: z.enum(['true', 'false']).optional(),
  STAYKEY_POLICY_FILE: z.string().min(1).optional(),
};

const processVariables = {
  ...temporalVariables,
  ...planningVariables,
  ...encryptionVariables,
  STAYKEY_LOG_LEVEL: z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
  STAYKEY_SHUTDOWN_GRACE_MS: wholeNumber(0, 300_000).default(20_000),
};

const workerVariables = {
  ...processVariables,
  ...notifyVariables,
  ...importVariables,
  SEAM_LIST_LAG_MS: wholeNumber(0, 30_000).default(4_000),
  SEAM_READY_PAUSE_MS: wholeNumber(10, 10_000).default(1_000),
  STAYKEY_CACHED_RUNS: wholeNumber(1, 10_000).default(200),
};

const serverVariables = {
  ...processVariables,
  ...apiVariables,
  ...seamWebhookVariables,
  ...deskVariables,
};

const codecServerVariables = {
  ...encryptionVariables,
  ...codecVariables,
  STAYKEY_LOG_LEVEL: processVariables.STAYKEY_LOG_LEVEL,
};

/** Read by Temporal's own configuration loader (`@temporalio/envconfig`), beside address and namespace. */
const temporalOwnVariables = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS',
  'TEMPORAL_TLS_CLIENT_CERT_PATH',
  'TEMPORAL_TLS_CLIENT_KEY_PATH',
  'TEMPORAL_TLS_SERVER_CA_CERT_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
  'TEMPORAL_PROFILE',
  'TEMPORAL_CONFIG_FILE',
];

/** Every variable Staykey reads. */
export const knownVariables: ReadonlySet<string> = new Set([
  ...Object.keys(workerVariables),
  ...Object.keys(serverVariables),
  ...Object.keys(codecServerVariables),
  ...temporalOwnVariables,
]);

/** What it takes to hold a stay against a door. */
export interface PlanningConfig {
  seam: { apiKey: string; endpoint: string; timeoutMs: number };
  policyOf: (propertyId: string) => Policy;
}

interface ProcessConfig extends PlanningConfig {
  taskQueue: string;
  logLevel: 'TRACE' | 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  shutdownGraceMs: number;
}

export interface WorkerConfig extends ProcessConfig {
  /** Pauses between repeated looks for a code that may have been made, milliseconds. */
  lookPausesMs: number[];
  /** Pauses between looks at a code just made, milliseconds. */
  readyPausesMs: number[];
  cachedRuns: number;
  importing: ImportPace;
  notify: NotifySettings;
}

export interface ServerConfig extends ProcessConfig {
  api: ApiServerSettings;
  findCaller: FindCaller;
  /** The Temporal UI's list of runs; null where the UI's address is not set. */
  runsUrl: string | null;
  /** In which the front desk's pages write the dates of a property. */
  localeOf: (propertyId: string) => string;
  /** Null where none is set: then Seam's webhooks are not received. */
  seamWebhookSecret: string | null;
}

const secretVariables: ReadonlySet<string> = new Set([
  'SEAM_API_KEY',
  ...Object.keys(seamWebhookVariables),
  ...secretNotifyVariables,
  ...secretEncryptionVariables,
  ...secretCodecVariables,
]);

/** All that is wrong with the environment, in one message that names each variable and never a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(problems: string[]) {
    super(
      `The configuration has ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

type Environment = Record<string, string | undefined>;

export const readTaskQueue = (env: Environment): string =>
  check(z.object(temporalVariables), env, []).STAYKEY_TASK_QUEUE;

/** @throws {ConfigError} */
export const readImportPace = (env: Environment): ImportPace =>
  toImportPace(check(z.object(importVariables), env, []));

/** Where runs are listed in the Temporal UI; null without `STAYKEY_UI_URL`. */
export const readRunsUrl = (env: Environment): string | null => {
  const { STAYKEY_UI_URL } = notifyVariables;
  const { TEMPORAL_NAMESPACE } = temporalVariables;
  const known = check(z.object({ STAYKEY_UI_URL, TEMPORAL_NAMESPACE }), env, []);
  return runsUrlOf(known);
};

/** @throws {ConfigError} */
export const readPlanningConfig = (env: Environment): PlanningConfig => {
  const otherProblems: string[] = [];
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  return toPlanning(check(z.object(planningVariables), env, otherProblems), policies);
};

/**
 * The keys that encrypt payloads; null where encryption is off.
 * @throws {ConfigError}
 */
export const readPayloadKeys = (env: Environment): PayloadKeys | null => {
  const { keys, problems } = readEncryption(env);
  check(z.object(encryptionVariables), env, problems);
  return keys;
};

/** @throws {ConfigError} */
export const readWorkerConfig = (env: Environment): WorkerConfig => {
  const otherProblems = [...missingPartners(env), ...readEncryption(env).problems];
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  const known = check(z.object(workerVariables), env, otherProblems);
  return {
    ...toProcess(known, policies),
    lookPausesMs: [known.SEAM_LIST_LAG_MS / 4, (known.SEAM_LIST_LAG_MS * 3) / 4],
    readyPausesMs: [1, 2, 4].map((times) => times * known.SEAM_READY_PAUSE_MS),
    cachedRuns: known.STAYKEY_CACHED_RUNS,
    importing: toImportPace(known),
    notify: toNotifySettings(known),
  };
};

/** @throws {ConfigError} */
export const readServerConfig = (env: Environment): ServerConfig => {
  const otherProblems = readEncryption(env).problems;
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  const findCaller = readCallers(env['STAYKEY_API_TOKENS_FILE'], otherProblems);
  const known = check(z.object(serverVariables), env, otherProblems);
  return {
    ...toProcess(known, policies),
    api: toApiSettings(known),
    findCaller,
    runsUrl: runsUrlOf(known),
    localeOf: (propertyId) => policies.get(propertyId)?.locale ?? known.STAYKEY_DESK_LOCALE,
    seamWebhookSecret: known.SEAM_WEBHOOK_SECRET ?? null,
  };
};

const toProcess = (
  known: z.infer<z.ZodObject<typeof processVariables>>,
  policies: Map<string, PropertyPolicy>,
): ProcessConfig => ({
  ...toPlanning(known, policies),
  taskQueue: known.STAYKEY_TASK_QUEUE,
  logLevel: known.STAYKEY_LOG_LEVEL,
  shutdownGraceMs: known.STAYKEY_SHUTDOWN_GRACE_MS,
});

const readCallers = (file: string | undefined, problems: string[]): FindCaller => {
  // That it is not set is said with the other variables.
  if (!file) return findCaller([]);
  try {
    return readTokens(file);
  } catch (error) {
    problems.push(`STAYKEY_API_TOKENS_FILE: ${file}: ${(error as Error).message}`);
    return findCaller([]);
  }
};

const toPlanning = (
  known: z.infer<z.ZodObject<typeof planningVariables>>,
  policies: Map<string, PropertyPolicy>,
): PlanningConfig => {
  const base = overlay(defaultPolicy, {
    issueWindowDays: known.STAYKEY_ISSUE_WINDOW_DAYS,
    longestStayNights: known.STAYKEY_LONGEST_STAY_NIGHTS,
    allowDayRounding: known.STAYKEY_ALLOW_DAY_ROUNDING && known.STAYKEY_ALLOW_DAY_ROUNDING === 'true',
  });
  return {
    seam: { apiKey: known.SEAM_API_KEY, endpoint: known.SEAM_ENDPOINT, timeoutMs: known.SEAM_TIMEOUT_MS },
    policyOf: (propertyId) => overlay(base, policies.get(propertyId)),
  };
};

export interface CodecServerConfig extends CodecSettings {
  keys: PayloadKeys;
  logLevel: WorkerConfig['logLevel'];
}

/** @throws {ConfigError} */
export const readCodecConfig = (env: Environment): CodecServerConfig => {
  const { keys, problems } = readEncryption(env);
  const known = check(z.object(codecServerVariables), env, [...problems, ...codecProblems(env)]);
  if (!keys)
    throw new ConfigError(['STAYKEY_PAYLOAD_ENCRYPTION=off: expected keys, there is nothing to decode']);
  return { ...toCodecSettings(known), keys, logLevel: known.STAYKEY_LOG_LEVEL };
};

const propertyPolicy = z.strictObject({
  issueWindowDays: z.number().min(0).max(365).optional(),
  longestStayNights: z.int().min(1).max(31).optional(),
  allowDayRounding: z.boolean().optional(),
  locale: z.string().refine(isLocale, 'expected a locale, such as de-DE').optional(),
});
type PropertyPolicy = {
  [Name in keyof z.infer<typeof propertyPolicy>]?: z.infer<typeof propertyPolicy>[Name] | undefined;
};

const overlay = (base: Policy, own: PropertyPolicy = {}): Policy => ({
  issueWindowMs: own.issueWindowDays === undefined ? base.issueWindowMs : own.issueWindowDays * DAY_MS,
  longestStayNights: own.longestStayNights ?? base.longestStayNights,
  allowDayRounding: own.allowDayRounding ?? base.allowDayRounding,
});

/** `{ "<propertyId>": { issueWindowDays?, longestStayNights?, allowDayRounding?, locale? } }` */
const readPolicies = (file: string | undefined, problems: string[]): Map<string, PropertyPolicy> => {
  if (file === undefined || file === '') return new Map();
  const named = `STAYKEY_POLICY_FILE: ${file}`;
  try {
    const parsed = z.record(z.string(), propertyPolicy).safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return new Map(Object.entries(parsed.data));
    problems.push(
      ...parsed.error.issues.map((issue) => `${named}: at "${issue.path.join('.')}": ${issue.message}`),
    );
  } catch (error) {
    problems.push(`${named}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return new Map();
};

const check = <Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  env: Environment,
  otherProblems: string[],
): z.infer<z.ZodObject<Shape>> => {
  // An empty variable is an unset one: that is how compose files and shells leave things out.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success && otherProblems.length === 0) return parsed.data;
  const problems = parsed.error?.issues.map((issue) => describe(issue, given)) ?? [];
  throw new ConfigError([...problems, ...otherProblems]);
};

const describe = (issue: z.core.$ZodIssue, given: Environment): string => {
  const name = issue.path.join('.');
  const value = given[name];
  if (value === undefined) return `${name} is not set: ${issue.message}`;
  return `${name}${secretVariables.has(name) ? '' : `="${value}"`}: ${issue.message}`;
};
