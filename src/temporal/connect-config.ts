import type { ClientConnectConfig } from '@temporalio/envconfig';
import type { DataConverter } from '@temporalio/common';
import { ConfigError, readPayloadKeys } from '../config.ts';
import { readSecretFiles } from '../environment/secret-files.ts';
import { readConnectOptions } from './connect-options.ts';
import { dataConverterFor } from './data-converter.ts';

/** @throws {ConfigError} when a secret's file can't be read, or the keys that encrypt payloads are missing or wrong */
export const connectConfig = (): ClientConnectConfig & { dataConverter: DataConverter } => {
  const { env, problems } = readSecretFiles(process.env);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...readConnectOptions(env), dataConverter: dataConverterFor(readPayloadKeys(env)) };
};
