import { Client, Connection, type ClientInterceptors } from '@temporalio/client';
import { connectConfig } from './connect-config.ts';

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
