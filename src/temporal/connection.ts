import { Client, Connection, type ClientInterceptors } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { ConfigError, readPayloadKeys } from '../config.ts';
import { readSecretFiles } from '../environment/secret-files.ts';
import { readConnectOptions } from './connect-options.ts';
import { dataConverterFor } from './data-converter.ts';

const connectConfig = () => {
  const { env, problems } = readSecretFiles(process.env);
  if (problems.length > 0) throw new ConfigError(problems);
  return { ...readConnectOptions(env), dataConverter: dataConverterFor(readPayloadKeys(env)) };
};

/** For messages to people. */
export const temporalAddress = (): string => connectConfig().connectionOptions.address ?? 'localhost:7233';

export interface TemporalClient {
  client: Client;
  close: () => Promise<void>;
}

/** @throws {ConfigError} when the keys that encrypt payloads are missing or wrong */
export const connectClient = async (interceptors: ClientInterceptors = {}): Promise<TemporalClient> => {
  const { connectionOptions, namespace, dataConverter } = connectConfig();
  const connection = await Connection.connect(connectionOptions);
  const client = new Client({ connection, dataConverter, interceptors, ...(namespace ? { namespace } : {}) });
  return { client, close: () => connection.close() };
};

export interface WorkerConnection {
  connection: NativeConnection;
  namespace: string;
  dataConverter: DataConverter;
}

/** @throws {ConfigError} when the keys that encrypt payloads are missing or wrong */
export const connectWorker = async (): Promise<WorkerConnection> => {
  const { connectionOptions, namespace = 'default', dataConverter } = connectConfig();
  return { connection: await NativeConnection.connect(connectionOptions), namespace, dataConverter };
};
