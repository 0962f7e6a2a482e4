import { Client, Connection } from '@temporalio/client';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection } from '@temporalio/worker';

/** Address, namespace, TLS and API key as Temporal's own variables and profile file give them (`TEMPORAL_*`). */
const connectConfig = () => loadClientConnectConfig();

/** For messages to people. */
export const temporalAddress = (): string => connectConfig().connectionOptions.address ?? 'localhost:7233';

export interface TemporalClient {
  client: Client;
  close: () => Promise<void>;
}

export const connectClient = async (): Promise<TemporalClient> => {
  const { connectionOptions, namespace } = connectConfig();
  const connection = await Connection.connect(connectionOptions);
  const client = new Client({ connection, ...(namespace ? { namespace } : {}) });
  return { client, close: () => connection.close() };
};

export const connectWorker = async (): Promise<{ connection: NativeConnection; namespace: string }> => {
  const { connectionOptions, namespace } = connectConfig();
  return {
    connection: await NativeConnection.connect(connectionOptions),
    namespace: namespace ?? 'default',
  };
};
