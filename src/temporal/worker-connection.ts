import type { DataConverter } from '@temporalio/common';
import { NativeConnection } from '@temporalio/worker';
import { connectConfig } from './connect-config.ts';

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
