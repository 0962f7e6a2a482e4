import { z } from 'zod';
import { apiVariables, toApiSettings, type ApiServerSettings } from './api/environment.ts';
import { findCaller, readTokens, type FindCaller } from './api/tokens.ts';
import { deskVariables } from './desk/environment.ts';
import type { Policy } from './domain/policy.ts';
import { checkEnvironment, ConfigError, type Environment } from './environment/check-environment.ts';
import { policyVariables } from './environment/policy-environment.ts';
import { processVariables } from './environment/process-environment.ts';
import { overlay, readPolicies, type PropertyPolicy } from './environment/property-policies.ts';
import { readSecretFiles, secretFileVariables } from './environment/secret-files.ts';
import { metricsVariables, toMetricsSettings, type MetricsSettings } from './metrics/environment.ts';
import { missingPartners, notifyVariables, runsUrlOf, toNotifySettings } from './notify/environment.ts';
import type { NotifySettings } from './notify/settings.ts';
import { pinMarkVariables, seamPauseVariables, seamVariables } from './seam/environment.ts';
import { seamWebhookVariables } from './seam/webhook-environment.ts';
import {
  codecProblems,
  codecVariables,
  toCodecSettings,
  type CodecSettings,
} from './temporal/codec-environment.ts';
import {
  deploymentVariables,
  missingBuild,
  toDeployment,
  type DeploymentSettings,
} from './temporal/deployment-environment.ts';
import { encryptionVariables, readEncryption } from './temporal/encryption-environment.ts';
import { temporalOwnVariables, temporalVariables } from './temporal/environment.ts';
import { importVariables, toImportPace, type ImportPace } from './temporal/import-environment.ts';
import type { PayloadKeys } from './temporal/keys.ts';
import { cacheVariables } from './temporal/worker-environment.ts';
import { toTracesSettings, tracesVariables, type TracesSettings } from './traces/environment.ts';

export { ConfigError };

const DAY_MS = 86_400_000;

const planningVariables = { ...seamVariables, ...policyVariables };

const longRunningVariables = {
  ...temporalVariables,
  ...planningVariables,
  ...encryptionVariables,
  ...processVariables,
  ...metricsVariables,
  ...tracesVariables,
};

const workerVariables = {
  ...longRunningVariables,
  ...seamPauseVariables,
  ...pinMarkVariables,
  ...notifyVariables,
  ...importVariables,
  ...deploymentVariables,
  ...cacheVariables,
};

const serverVariables = {
  ...longRunningVariables,
  ...apiVariables,
  ...seamWebhookVariables,
  ...deskVariables,
};

const codecServerVariables = {
  ...encryptionVariables,
  ...codecVariables,
  STAYKEY_LOG_LEVEL: processVariables.STAYKEY_LOG_LEVEL,
};

const commandVariables = {
  ...temporalVariables,
  ...planningVariables,
  ...encryptionVariables,
  ...importVariables,
  STAYKEY_UI_URL: notifyVariables.STAYKEY_UI_URL,
};

/** Every variable Staykey reads, by the process that reads it. */
export const variablesOf = {
  worker: { ...workerVariables, ...temporalOwnVariables },
  API: { ...serverVariables, ...temporalOwnVariables },
  'codec server': codecServerVariables,
  'command line': { ...commandVariables, ...temporalOwnVariables },
};

export const knownVariables: ReadonlySet<string> = new Set([
  ...Object.values(variablesOf).flatMap(Object.keys),
  ...secretFileVariables,
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
  /** Null where nothing is to listen for Prometheus. */
  metrics: MetricsSettings | null;
  /** Null where no spans are to be sent. */
  traces: TracesSettings | null;
}

export interface WorkerConfig extends ProcessConfig {
  /** Null where the Seam API key makes the marks of PINs. */
  pinMarkKey: string | null;
  /** Pauses between repeated looks for a code that may have been made, milliseconds. */
  lookPausesMs: number[];
  /** Pauses between looks at a code just made, milliseconds. */
  readyPausesMs: number[];
  cachedRuns: number;
  importing: ImportPace;
  deployment: DeploymentSettings;
  notify: NotifySettings;
  /** A property's own; null where it has none. */
  localeOf: (propertyId: string) => string | null;
}

export interface ServerConfig extends ProcessConfig {
  api: ApiServerSettings;
  findCaller: FindCaller;
  /** The Temporal UI's list of runs; null where the UI's address is not set. */
  runsUrl: string | null;
  /** In which the front desk shows what is of a property. */
  localeOf: (propertyId: string) => string;
  /** Null where none is set: then Seam's webhooks are not received. */
  seamWebhookSecret: string | null;
}

export const readTaskQueue = (env: Environment): string =>
  checkEnvironment(z.object(temporalVariables), env).STAYKEY_TASK_QUEUE;

/** @throws {ConfigError} */
export const readImportPace = (env: Environment): ImportPace =>
  toImportPace(checkEnvironment(z.object(importVariables), env));

/** Where runs are listed in the Temporal UI; null without `STAYKEY_UI_URL`. */
export const readRunsUrl = (env: Environment): string | null => {
  const { STAYKEY_UI_URL } = notifyVariables;
  const { TEMPORAL_NAMESPACE } = temporalVariables;
  const known = checkEnvironment(z.object({ STAYKEY_UI_URL, TEMPORAL_NAMESPACE }), env);
  return runsUrlOf(known);
};

/** @throws {ConfigError} */
export const readPlanningConfig = (given: Environment): PlanningConfig => {
  const { env, problems: otherProblems } = readSecretFiles(given);
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  return toPlanning(checkEnvironment(z.object(planningVariables), env, otherProblems), policies);
};

/**
 * The keys that encrypt payloads; null where encryption is off.
 * @throws {ConfigError}
 */
export const readPayloadKeys = (env: Environment): PayloadKeys | null => {
  const { keys, problems } = readEncryption(env);
  checkEnvironment(z.object(encryptionVariables), env, problems);
  return keys;
};

/** @throws {ConfigError} */
export const readWorkerConfig = (given: Environment): WorkerConfig => {
  const { env, problems } = readSecretFiles(given);
  const otherProblems = [
    ...problems,
    ...missingPartners(env),
    ...missingBuild(env),
    ...readEncryption(env).problems,
  ];
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  const known = checkEnvironment(z.object(workerVariables), env, otherProblems);
  return {
    ...toProcess(known, policies),
    pinMarkKey: known.STAYKEY_PIN_MARK_KEY ?? null,
    lookPausesMs: [known.SEAM_LIST_LAG_MS / 4, (known.SEAM_LIST_LAG_MS * 3) / 4],
    readyPausesMs: [1, 2, 4].map((times) => times * known.SEAM_READY_PAUSE_MS),
    cachedRuns: known.STAYKEY_CACHED_RUNS,
    importing: toImportPace(known),
    deployment: toDeployment(known),
    notify: toNotifySettings(known),
    localeOf: (propertyId) => policies.get(propertyId)?.locale ?? null,
  };
};

/** @throws {ConfigError} */
export const readServerConfig = (given: Environment): ServerConfig => {
  const { env, problems } = readSecretFiles(given);
  const otherProblems = [...problems, ...readEncryption(env).problems];
  const policies = readPolicies(env['STAYKEY_POLICY_FILE'], otherProblems);
  const findCaller = readCallers(env['STAYKEY_API_TOKENS_FILE'], otherProblems);
  const known = checkEnvironment(z.object(serverVariables), env, otherProblems);
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
  known: z.infer<z.ZodObject<typeof longRunningVariables>>,
  policies: Map<string, PropertyPolicy>,
): ProcessConfig => ({
  ...toPlanning(known, policies),
  taskQueue: known.STAYKEY_TASK_QUEUE,
  logLevel: known.STAYKEY_LOG_LEVEL,
  shutdownGraceMs: known.STAYKEY_SHUTDOWN_GRACE_MS,
  metrics: toMetricsSettings(known),
  traces: toTracesSettings(known),
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
  const base: Policy = {
    issueWindowMs: known.STAYKEY_ISSUE_WINDOW_DAYS * DAY_MS,
    longestStayNights: known.STAYKEY_LONGEST_STAY_NIGHTS,
    allowDayRounding: known.STAYKEY_ALLOW_DAY_ROUNDING === 'true',
  };
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
export const readCodecConfig = (given: Environment): CodecServerConfig => {
  const { env, problems: unread } = readSecretFiles(given);
  const { keys, problems } = readEncryption(env);
  const known = checkEnvironment(z.object(codecServerVariables), env, [
    ...unread,
    ...problems,
    ...codecProblems(env),
  ]);
  if (!keys)
    throw new ConfigError(['STAYKEY_PAYLOAD_ENCRYPTION=off: expected keys, there is nothing to decode']);
  return { ...toCodecSettings(known), keys, logLevel: known.STAYKEY_LOG_LEVEL };
};
