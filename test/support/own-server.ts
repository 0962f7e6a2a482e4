import { Client, Connection } from '@temporalio/client';
import { startChild, type Child } from '../../src/local/child-process.ts';
import { dataConverterFor } from '../../src/temporal/data-converter.ts';
import { startDevServer, type DevServerOptions } from '../../src/temporal/dev-server.ts';
import type { PayloadKeys } from '../../src/temporal/keys.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';
import { temporalForTests } from './temporal-binary.ts';

export interface OwnServer extends AsyncDisposable {
  address: string;
  /** Null keys: nothing is encrypted, and nothing decrypted. */
  clientWith: (keys: PayloadKeys | null) => Client;
  startWorker: (env: NodeJS.ProcessEnv) => Child;
  /** What all workers have written to their logs. */
  workerLog: string[];
  /** Ends workers, connections and server, as disposal does. */
  stop: () => Promise<void>;
}

const workerScript = new URL('../../src/worker.ts', import.meta.url).pathname;

/** A Temporal server for one test, with workers as processes of their own. */
export const openOwnServer = async (
  options: Pick<DevServerOptions, 'dbFilename' | 'settings'> = {},
): Promise<OwnServer> => {
  const { path } = await temporalForTests();
  const say = (line: string) => void process.stderr.write(`${line}\n`);
  const server = await startDevServer({
    binary: path,
    ui: false,
    searchAttributes: searchAttributeTypes,
    say,
    ...options,
  });
  const connection = await Connection.connect({ address: server.address });
  const workers: Child[] = [];
  const workerLog: string[] = [];
  const stop = async () => {
    for (const worker of workers.splice(0)) await worker.stop();
    await connection.close();
    await server.stop();
  };
  return {
    address: server.address,
    clientWith: (keys) => new Client({ connection, dataConverter: dataConverterFor(keys) }),
    startWorker: (env) => {
      const worker = startChild('worker', workerScript, {
        env: { TEMPORAL_ADDRESS: server.address, SEAM_LIST_LAG_MS: '100', ...env },
        say: (line) => workerLog.push(line),
      });
      workers.push(worker);
      return worker;
    },
    workerLog,
    stop,
    [Symbol.asyncDispose]: stop,
  };
};
