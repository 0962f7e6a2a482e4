import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { readPayloadKeys } from '../config.ts';
import { dataConverterFor } from './data-converter.ts';

/** Address, namespace, TLS and API key as Temporal's own variables and profile file give them (`TEMPORAL_*`). */
const connectConfig = () => ({
  ...loadClientConnectConfig(),
  dataConverter: dataConverterFor(readPayloadKeys(process.env)),
});

/** For messages to people. */
export const temporalAddress = (): string => connectConfig().connectionOptions.address ?? 'localhost:7233';

export interface TemporalClient {
  client: Client;
  close: () => Promise<void>;
}

/** @throws {ConfigError} when the keys that encrypt payloads are missing or wrong */
export const connectClient = async (): Promise<TemporalClient> => {
  const { connectionOptions, namespace, dataConverter } = connectConfig();
  const connection = await Connection.connect(connectionOptions);
  const client = new Client({ connection, dataConverter, ...(namespace ? { namespace } : {}) });
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
