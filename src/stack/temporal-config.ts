import type { Postgres } from './postgres.ts';

/** All on 127.0.0.1. */
export interface TemporalPorts {
  frontend: number;
  http: number;
  history: number;
  matching: number;
  worker: number;
  /** Of the four services, in that order. */
  membership: [number, number, number, number];
}

interface ConfigParts {
  ports: TemporalPorts;
  postgres: Pick<Postgres, 'port' | 'user' | 'password'>;
  /** Fixed for the life of the databases. */
  shards: number;
  dynamicConfigFile: string;
}

export const DATABASES = { temporal: 'temporal', visibility: 'temporal_visibility' } as const;

/** The server's configuration file. JSON is YAML, so that nothing has to be escaped by hand. */
export const temporalConfig = ({ ports, postgres, shards, dynamicConfigFile }: ConfigParts): string => {
  const [frontend, history, matching, worker] = ports.membership;
  const service = (grpcPort: number, membershipPort: number, more = {}) => ({
    rpc: { grpcPort, membershipPort, bindOnIP: '127.0.0.1', ...more },
  });
  return JSON.stringify(
    {
      log: { stdout: true, level: 'warn' },
      persistence: {
        defaultStore: 'default',
        visibilityStore: 'visibility',
        numHistoryShards: shards,
        datastores: {
          default: { sql: database(DATABASES.temporal, postgres, 40) },
          visibility: { sql: database(DATABASES.visibility, postgres, 10) },
        },
      },
      global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
      services: {
        frontend: service(ports.frontend, frontend, { httpPort: ports.http }),
        history: service(ports.history, history),
        matching: service(ports.matching, matching),
        worker: service(ports.worker, worker),
      },
      clusterMetadata: {
        enableGlobalNamespace: false,
        failoverVersionIncrement: 10,
        masterClusterName: 'active',
        currentClusterName: 'active',
        clusterInformation: {
          active: {
            enabled: true,
            initialFailoverVersion: 1,
            rpcName: 'frontend',
            rpcAddress: `127.0.0.1:${ports.frontend}`,
          },
        },
      },
      dynamicConfigClient: { filepath: dynamicConfigFile, pollInterval: '60s' },
    },
    null,
    2,
  );
};

const database = (
  databaseName: string,
  { port, user, password }: ConfigParts['postgres'],
  maxConns: number,
) => ({
  pluginName: 'postgres12_pgx',
  databaseName,
  connectAddr: `127.0.0.1:${port}`,
  connectProtocol: 'tcp',
  user,
  password,
  maxConns,
  maxIdleConns: maxConns,
  maxConnLifetime: '1h',
});

/** Server-side time skipping is allowed, and off for every run that does not ask for it. */
export const dynamicConfig = (): string =>
  JSON.stringify({
    'frontend.WorkflowTimeSkippingEnabled': [{ value: true }],
    'history.timerProcessorMaxTimeShift': [{ value: '1ms' }],
    'history.workflowIdReuseMinimalInterval': [{ value: '0s' }],
    'frontend.enableServerVersionCheck': [{ value: false }],
  });
