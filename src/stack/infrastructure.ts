import { join } from 'node:path';
import getPort from 'get-port';
import { preparePostgres, type Postgres } from './postgres.ts';
import { runJob } from './run-job.ts';
import { readSecret } from './secret-files.ts';
import { launchAt, type Site } from './site.ts';
import {
  createTemporal,
  findCommands,
  untilListed,
  writeDynamicConfig,
  type TemporalOnPostgres,
} from './temporal.ts';
import { freeTemporalPorts } from './temporal-ports.ts';

export interface Infrastructure {
  postgres: Postgres;
  temporal: TemporalOnPostgres;
  namespace: string;
}

/** PostgreSQL, the job that makes the schema, Temporal, and the job that makes the namespace, in that order. */
export const startInfrastructure = async (site: Site, shards: number): Promise<Infrastructure> => {
  const { folder, compose, machine, say, listenersOf, start } = site;
  const commands = await findCommands({ say });
  const database = compose.service('postgres');
  const postgres = await preparePostgres({
    folder,
    port: await getPort(),
    user: database.environment['POSTGRES_USER'] ?? 'postgres',
    password: await readSecret(compose, 'postgres_password'),
    settings: database.command.slice(1),
    ...listenersOf('postgres', database.restart),
  });
  await start(postgres);
  machine.addresses['postgres'] = '127.0.0.1';
  const databasePort = String(postgres.port);

  say('bringing the schema up to date…');
  const tools = { PATH: commands.path };
  await runJob('temporal-schema', launchAt(site, 'temporal-schema', { ...tools, SQL_PORT: databasePort }));

  const ports = await freeTemporalPorts();
  machine.programs['/etc/temporal/entrypoint.sh'] = `'${commands.server}' --allow-no-auth start`;
  const launch = launchAt(site, 'temporal', {
    ...ports.env,
    DB_PORT: databasePort,
    NUM_HISTORY_SHARDS: String(shards),
  });
  const dynamic = 'DYNAMIC_CONFIG_FILE_PATH';
  launch.env[dynamic] = await writeDynamicConfig(
    launch.env[dynamic] ?? '',
    join(folder, 'temporal-dynamic.yaml'),
  );
  const temporal = createTemporal(launch, ports.frontend, listenersOf('temporal', launch.restarts));
  await start(temporal);
  machine.addresses['temporal:7233'] = temporal.address;

  const job = launchAt(site, 'temporal-namespace', tools);
  const namespace = job.env['TEMPORAL_NAMESPACE'] ?? '';
  await runJob('temporal-namespace', job);
  await untilListed(temporal.address, namespace);
  return { postgres, temporal, namespace };
};
