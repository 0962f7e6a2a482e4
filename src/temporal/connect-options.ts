import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';

type Environment = Record<string, string | undefined>;

/** Address, namespace, TLS and API key as Temporal's own variables and profile file give them (`TEMPORAL_*`). */
export const readConnectOptions = (env: Environment): ClientConnectConfig =>
  loadClientConnectConfig({ overrideEnvVars: onlySet(env) });

// Temporal's loader takes an empty variable for one that is set: an empty TEMPORAL_TLS, as compose files leave things out,
// would switch TLS off beside an API key. Of TEMPORAL_GRPC_META_* an empty one is meant: it takes a profile's header away.
const onlySet = (env: Environment): Record<string, string> => {
  const isSet = (entry: [string, string | undefined]): entry is [string, string] =>
    entry[1] !== undefined && (entry[1] !== '' || entry[0].startsWith('TEMPORAL_GRPC_META_'));
  return Object.fromEntries(Object.entries(env).filter(isSet));
};
