import { z } from 'zod';
import { secret } from '../environment/secret.ts';

/** What the environment may set, for `config.ts`. */
export const temporalVariables = {
  TEMPORAL_ADDRESS: z
    .string()
    .regex(/^\S+:\d+$/, 'expected host:port')
    .default('localhost:7233')
    .describe('the Temporal server, `host:port`'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default').describe('its namespace'),
  STAYKEY_TASK_QUEUE: z
    .string()
    .min(1)
    .default('staykey')
    .describe('the task queue: the same for workers, servers and the command line'),
};

const path = (what: string) => z.string().optional().describe(`file with ${what}`);
const data = (what: string) => secret(z.string().optional().describe(`${what} itself, PEM`));

/** Read by Temporal's own configuration loader (`@temporalio/envconfig`), beside address and namespace. */
export const temporalOwnVariables = {
  TEMPORAL_API_KEY: secret(z.string().optional().describe('key of Temporal Cloud; turns TLS on')),
  TEMPORAL_TLS: z.string().optional().describe('`true`: TLS; `false`: none, whatever else says so'),
  TEMPORAL_TLS_CLIENT_CERT_PATH: path('the certificate this side shows (mTLS)'),
  TEMPORAL_TLS_CLIENT_CERT_DATA: data('the certificate this side shows'),
  TEMPORAL_TLS_CLIENT_KEY_PATH: path('its private key'),
  TEMPORAL_TLS_CLIENT_KEY_DATA: data('its private key'),
  TEMPORAL_TLS_SERVER_CA_CERT_PATH: path('the authority that vouches for the server'),
  TEMPORAL_TLS_SERVER_CA_CERT_DATA: data('the authority that vouches for the server'),
  TEMPORAL_TLS_SERVER_NAME: z.string().optional().describe("name expected in the server's certificate"),
  TEMPORAL_PROFILE: z.string().default('default').describe('profile of the configuration file'),
  TEMPORAL_CONFIG_FILE: z
    .string()
    .optional()
    .describe("Temporal's own configuration file (TOML), in place of the one in your configuration folder"),
};
