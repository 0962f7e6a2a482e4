import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { execa } from 'execa';
import { parse } from 'yaml';
import { buildTemporal, type TemporalCommand } from '../temporal/build-temporal.ts';
import { cacheFolder } from '../temporal/cache.ts';
import { findTemporalBinary } from '../temporal/find-temporal.ts';
import type { Launch } from './launch.ts';
import { createPart, type Part, type PartOptions } from './part.ts';

export interface TemporalOnPostgres extends Part {
  /** `host:port`. */
  address: string;
}

interface Commands {
  server: string;
  /** With `temporal-sql-tool` and `temporal` on it, as in the image of admin tools. */
  path: string;
}

interface CommandOptions {
  say: (line: string) => void;
  env?: NodeJS.ProcessEnv;
}

/** What Temporal's images hold, from the cache or built: minutes the first time. */
export const findCommands = async (options: CommandOptions): Promise<Commands> => {
  const { env = process.env } = options;
  const sqlTool = await commandPath('temporal-sql-tool', options);
  const { path } = await findTemporalBinary({ ...options, env });
  return {
    server: await commandPath('temporal-server', options),
    path: [dirname(sqlTool), dirname(path), env['PATH']].join(':'),
  };
};

/** The path of a command of Temporal's, from the cache or built. */
export const commandPath = async (
  command: TemporalCommand,
  { say, env = process.env }: CommandOptions,
): Promise<string> => {
  const to = join(await cacheFolder(env), command);
  const { failed } = await execa(to, ['--version'], { reject: false });
  return failed ? buildTemporal({ command, to, env, say }) : to;
};

/** Temporal's own server on PostgreSQL, its four services in one process. Not started yet. */
export const createTemporal = (
  { command, args, env }: Launch,
  frontendPort: number,
  listeners: Pick<PartOptions, 'onLine' | 'onOwnEnd'>,
): TemporalOnPostgres => {
  const address = `127.0.0.1:${frontendPort}`;
  const part = createPart({
    name: 'temporal',
    command,
    args: () => args,
    env: () => env,
    isServing: () => serves(address),
    ...listeners,
  });
  return { ...part, address };
};

// Of tests and of chaos runs, which end with time that is skipped; off for every run that does not ask for it.
const skipsTime = {
  'frontend.WorkflowTimeSkippingEnabled': [{ value: true }],
  'history.timerProcessorMaxTimeShift': [{ value: '1ms' }],
  'history.workflowIdReuseMinimalInterval': [{ value: '0s' }],
};

/** Production's dynamic configuration with time skipping allowed, as a file of its own. JSON is YAML. */
export const writeDynamicConfig = async (ofProduction: string, to: string): Promise<string> => {
  const settings = parse(await readFile(ofProduction, 'utf8')) as object;
  await writeFile(to, JSON.stringify({ ...settings, ...skipsTime }));
  return to;
};

/** Resolves once a namespace and its search attributes are known to all of the server's services. */
export const untilListed = async (address: string, namespace: string): Promise<void> => {
  const connection = await Connection.connect({ address });
  try {
    for (const deadline = Date.now() + 30_000; ;) {
      try {
        await new Client({ connection, namespace }).workflow.count("PropertyId = 'none yet'");
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  } finally {
    await connection.close();
  }
};

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
