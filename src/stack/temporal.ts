import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { execa } from 'execa';
import getPort, { portNumbers } from 'get-port';
import { buildTemporal, type TemporalCommand } from '../temporal/build-temporal.ts';
import { cacheFolder } from '../temporal/cache.ts';
import { registerSearchAttributes } from '../temporal/register-search-attributes.ts';
import { createPart, type Part } from './part.ts';
import type { Postgres } from './postgres.ts';
import { DATABASES, dynamicConfig, temporalConfig, type TemporalPorts } from './temporal-config.ts';

export interface TemporalOnPostgres extends Part {
  /** `host:port`. */
  address: string;
}

interface TemporalOptions {
  folder: string;
  postgres: Postgres;
  shards: number;
  say: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  onLine?: (line: string) => void;
}

/** Temporal's own server on PostgreSQL, its four services in one process. Not started yet; PostgreSQL must run. */
export const prepareTemporal = async (options: TemporalOptions): Promise<TemporalOnPostgres> => {
  const { folder, postgres, shards } = options;
  await bringSchemaUpToDate(await commandPath('temporal-sql-tool', options), postgres);
  const command = await commandPath('temporal-server', options);
  const ports = await freePorts();
  const configFile = join(folder, 'temporal.yaml');
  const dynamicConfigFile = join(folder, 'temporal-dynamic.yaml');
  await writeFile(dynamicConfigFile, dynamicConfig());
  await writeFile(configFile, temporalConfig({ ports, postgres, shards, dynamicConfigFile }), {
    mode: 0o600,
  });
  const address = `127.0.0.1:${ports.frontend}`;
  const part = createPart({
    name: 'temporal',
    command,
    args: ['--config-file', configFile, '--allow-no-auth', 'start'],
    isServing: () => serves(address),
    ...(options.onLine ? { onLine: options.onLine } : {}),
  });
  return { ...part, address };
};

/** Makes the namespace and our search attributes known; those that are there are left alone. */
export const prepareNamespace = async (address: string, namespace: string): Promise<void> => {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService
      .registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('30 days') })
      .catch((error: unknown) => {
        if ((error as { code?: number }).code !== ALREADY_EXISTS) throw error;
      });
    // The other services hear of a new namespace a moment later.
    await retryFor(30_000, () => registerSearchAttributes(new Client({ connection, namespace })));
    await retryFor(30_000, () =>
      new Client({ connection, namespace }).workflow.count("PropertyId = 'none yet'"),
    );
  } finally {
    await connection.close();
  }
};

const ALREADY_EXISTS = 6;

const retryFor = async (ms: number, act: () => Promise<unknown>): Promise<void> => {
  for (const deadline = Date.now() + ms; ;) {
    try {
      await act();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
};

/** The path of a command of Temporal's, from the cache or built: minutes the first time. */
export const commandPath = async (
  command: TemporalCommand,
  { say, env = process.env }: Pick<TemporalOptions, 'say' | 'env'>,
): Promise<string> => {
  const to = join(await cacheFolder(env), command);
  const { failed } = await execa(to, ['--version'], { reject: false });
  return failed ? buildTemporal({ command, to, env, say }) : to;
};

const bringSchemaUpToDate = async (
  sqlTool: string,
  { port, user, password }: Pick<Postgres, 'port' | 'user' | 'password'>,
): Promise<void> => {
  const run = (database: string, ...args: string[]) =>
    execa(
      sqlTool,
      [
        '--plugin',
        'postgres12_pgx',
        '--ep',
        '127.0.0.1',
        '-p',
        String(port),
        '-u',
        user,
        '--db',
        database,
        ...args,
      ],
      {
        env: { SQL_PASSWORD: password },
      },
    );
  for (const [schema, database] of Object.entries(DATABASES)) {
    // Left alone where it is there; an older schema is brought up by the next line.
    await run(database, 'create');
    await run(database, 'setup-schema', '-v', '0.0').catch((error: unknown) => {
      if (!/already exists|greater than/i.test(String((error as Error).message))) throw error;
    });
    await run(database, 'update-schema', '--schema-name', `postgresql/v12/${schema}`);
  }
};

// Seen with 1.32: its table of members has a 16-bit column with a sign for the port.
const freePorts = async (): Promise<TemporalPorts> => {
  // From a place of its own, so that two stacks that start together do not find the same ones free.
  const from = 20_000 + Math.floor(Math.random() * 10_000);
  const [frontend, http, history, matching, worker, a, b, c, d] = await Promise.all(
    Array.from({ length: 9 }, () => getPort({ port: portNumbers(from, from + 2_000) })),
  );
  return {
    frontend: port(frontend),
    http: port(http),
    history: port(history),
    matching: port(matching),
    worker: port(worker),
    membership: [port(a), port(b), port(c), port(d)],
  };
};

const port = (found: number | undefined): number => found ?? 0;

const serves = async (address: string): Promise<boolean> => {
  const connection = Connection.lazy({ address });
  try {
    const { status } = await connection.withDeadline(Date.now() + 2_000, () =>
      connection.healthService.check({ service: 'temporal.api.workflowservice.v1.WorkflowService' }),
    );
    // SERVING of gRPC's own health protocol.
    return Number(status) === 1;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
};
