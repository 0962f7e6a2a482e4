import getPort from 'get-port';
import { launchProcess } from './launch-process.ts';
import { untilServing } from './until-serving.ts';

type SearchAttributeType = 'Text' | 'Keyword' | 'Int' | 'Double' | 'Bool' | 'Datetime' | 'KeywordList';

export interface DevServerOptions {
  /** Path of a `temporal` command. */
  binary: string;
  /** Created with the server. Default: `default`, which always exists. */
  namespace?: string;
  /** SQLite file that keeps runs between starts. Without it everything is in memory. */
  dbFilename?: string;
  ui: boolean;
  /** Where the server says to Prometheus how it is; without it nowhere. */
  metricsPort?: number;
  /** Of the server's dynamic configuration, over our own. */
  settings?: Readonly<Record<string, unknown>>;
  searchAttributes: Readonly<Record<string, SearchAttributeType>>;
  say: (line: string) => void;
}

export interface DevServer {
  /** `host:port` of the gRPC front end. */
  address: string;
  uiUrl: string | null;
  namespace: string;
  pid: number;
  /** Resolves when the process has ended; safe to call twice. */
  stop: () => Promise<void>;
}

const settings = {
  'frontend.WorkflowTimeSkippingEnabled': true,
  // Otherwise each timer reached by skipping still waits up to a real second.
  'history.timerProcessorMaxTimeShift': '1ms',
  // Otherwise a run continued as new within this second is held back, and server 1.32.0 then adds the skipped
  // time twice: days of virtual time in which nothing happens.
  'history.workflowIdReuseMinimalInterval': '0s',
  // The server would ask its makers for newer versions.
  'frontend.enableServerVersionCheck': false,
};

const startupMs = 60_000;
const graceMs = 10_000;

/**
 * Starts a Temporal development server on free local ports and resolves once it serves. It has one history
 * shard and one SQLite connection: right for a laptop, a demo and tests; its throughput says nothing.
 * Server-side time skipping is allowed, and off for every run that does not ask for it.
 *
 * Rejects with the end of its output if the process dies, or does not serve within 60 s.
 */
export const startDevServer = async (options: DevServerOptions): Promise<DevServer> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // Between our finding a port free and the server's taking it, another process may have been faster.
      if (attempt === 3 || !(error instanceof Error && portTaken.test(error.message))) throw error;
      options.say('Another process took the port first; trying another one.');
    }
  }
};

const portTaken = /can't (set|use).* port|address already in use/i;

const startOnce = async (options: DevServerOptions): Promise<DevServer> => {
  const { binary, namespace = 'default', say } = options;
  const port = await getPort();
  const uiPort = options.ui ? await getPort() : null;
  const address = `127.0.0.1:${port}`;
  const {
    pid,
    output,
    ended,
    stop: stopProcess,
  } = launchProcess({
    name: 'Temporal',
    command: binary,
    args: serverArguments(options, port, uiPort),
    graceMs,
  });
  const stop = async () => void (await stopProcess());

  const waiting = new AbortController();
  const died = ended.then(({ words }) => {
    throw new Error(`Temporal never served. It ended ${words}. Its last output:\n${output()}`);
  });
  try {
    await Promise.race([died, untilServing(address, namespace, startupMs, waiting.signal)]);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    waiting.abort();
  }

  const uiUrl = uiPort === null ? null : `http://127.0.0.1:${uiPort}`;
  say(`Temporal serves on ${address}${uiUrl === null ? '' : `, its UI on ${uiUrl}`}`);
  return { address, uiUrl, namespace, pid, stop };
};

const serverArguments = (options: DevServerOptions, port: number, uiPort: number | null): string[] => [
  'server',
  'start-dev',
  ...['--port', String(port)],
  ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort)]),
  ...(options.metricsPort === undefined ? [] : ['--metrics-port', String(options.metricsPort)]),
  ...(options.namespace === undefined ? [] : ['--namespace', options.namespace]),
  ...(options.dbFilename === undefined ? [] : ['--db-filename', options.dbFilename]),
  ...Object.entries(options.searchAttributes).flatMap(([name, type]) => [
    '--search-attribute',
    `${name}=${type}`,
  ]),
  ...Object.entries({ ...settings, ...options.settings }).flatMap(([name, value]) => [
    '--dynamic-config-value',
    `${name}=${JSON.stringify(value)}`,
  ]),
  ...['--log-level', 'error'],
];
