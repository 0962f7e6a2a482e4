import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { readPayloadKeys } from '../config.ts';
import { dataConverterFor } from '../temporal/data-converter.ts';
import { startDevServer } from '../temporal/dev-server.ts';
import { hasKeys } from '../temporal/encryption-environment.ts';
import { findTemporal, findTemporalBinary } from '../temporal/find-temporal.ts';
import { searchAttributeTypes } from '../workflows/search-attributes.ts';
import { startLocalApi, type LocalApi } from './api.ts';
import { startChild, type Child } from './child-process.ts';
import { startSamplePms } from './sample-pms.ts';

export interface Stack extends AsyncDisposable {
  address: string;
  namespace: string;
  uiUrl: string | null;
  simulatorUrl: string;
  /** Where it was asked for. */
  api: { url: string; token: string } | null;
  /** As the worker has it: for every client beside it. */
  dataConverter: DataConverter;
  /** Rejects when a part ends by itself. */
  brokenPart: Promise<never>;
}

export interface StackOptions {
  /** A JSON file with an array of Seam device objects. */
  worldFile: string;
  taskQueue: string;
  ui: boolean;
  /** The HTTP API, which receives the simulator's webhooks. */
  api?: boolean;
  /** Seam has a code on its lock as soon as it is made; else it takes its two seconds, and so does the wait for it. */
  setsAtOnce?: boolean;
  /** Time will be skipped: then always on a server of its own, also where `TEMPORAL_ADDRESS` names one. */
  skipsTime?: boolean;
  say: (line: string) => void;
}

// The simulator takes any key of the right shape; this one opens nothing.
const SIMULATED_KEY = 'seam_local_simulator';
// What is waited for in real time while virtual time stands still, and room for all the runs of a season.
const quickSeam = {
  simulator: ['--setting-after', '0', '--set-after', '0'],
  worker: { SEAM_READY_PAUSE_MS: '20', SEAM_LIST_LAG_MS: '100', STAYKEY_CACHED_RUNS: '1000' },
};
const pathOf = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** Temporal, the Seam simulator and a worker, as processes of their own on this machine. */
export const startStack = async (options: StackOptions): Promise<Stack> => {
  const { worldFile, taskQueue, say } = options;
  // Made-up guests in a server that ends with us: the UI should show them without any set-up.
  const encryption = hasKeys(process.env) ? {} : { STAYKEY_PAYLOAD_ENCRYPTION: 'off' };
  const dataConverter = dataConverterFor(readPayloadKeys({ ...process.env, ...encryption }));
  const quick = options.setsAtOnce ? quickSeam : { simulator: [], worker: {} };
  const started: { stop: () => Promise<void> }[] = [];
  // The worker first: it still needs the others to drain.
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop();
  };
  try {
    const simulator = startChild('simulator', pathOf('../../simulator/server.ts'), {
      args: ['--port', '0', '--world', worldFile, '--api-key', SIMULATED_KEY, ...quick.simulator],
      say,
    });
    started.push(simulator);
    const simulatorUrl = listeningUrl(await simulator.firstLine);
    const temporal = await startTemporal(options);
    started.push(temporal);
    const env = {
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: temporal.namespace,
      STAYKEY_TASK_QUEUE: taskQueue,
      STAYKEY_LOG_LEVEL: 'WARN',
      SEAM_API_KEY: SIMULATED_KEY,
      SEAM_ENDPOINT: simulatorUrl,
      ...encryption,
    };
    // The simulator's key never changes: nothing to say of marks.
    const hasMarkKey = ['', '_FILE'].some((end) => process.env[`STAYKEY_PIN_MARK_KEY${end}`]);
    const marks = hasMarkKey ? {} : { STAYKEY_PIN_MARK_KEY: SIMULATED_KEY };
    const pms = isAnybodyTold() ? null : await startSamplePms(say);
    if (pms) started.push(pms);
    const worker: Child = startChild('worker', pathOf('../worker.ts'), {
      env: { ...env, ...marks, ...pms?.env, ...quick.worker },
      say,
    });
    started.push(worker);
    const parts = [simulator, worker];
    let api: LocalApi | null = null;
    if (options.api) {
      const links = temporal.uiUrl === null ? {} : { STAYKEY_UI_URL: temporal.uiUrl };
      api = await startLocalApi({ url: simulatorUrl, apiKey: SIMULATED_KEY }, { ...env, ...links }, say);
      started.push(api);
      parts.push(api.child);
    }
    const brokenPart = Promise.race(parts.map(({ unexpectedEnd }) => unexpectedEnd));
    brokenPart.catch(() => undefined);
    const { address, namespace, uiUrl } = temporal;
    return {
      address,
      namespace,
      uiUrl,
      simulatorUrl,
      api,
      dataConverter,
      brokenPart,
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};

// Who has set up messages for themselves gets them.
const isAnybodyTold = (): boolean =>
  ['SMTP_URL', 'PMS_WEBHOOK_URL'].some((name) => process.env[name] || process.env[`${name}_FILE`]);

interface TemporalServer {
  address: string;
  namespace: string;
  uiUrl: string | null;
  stop: () => Promise<void>;
}

const startTemporal = async ({ ui, skipsTime, say }: StackOptions): Promise<TemporalServer> => {
  const found = skipsTime
    ? { kind: 'binary' as const, ...(await findTemporalBinary({ needs: 'time-skipping', say })) }
    : await findTemporal({ say });
  if (found.kind === 'server') {
    const namespace = process.env['TEMPORAL_NAMESPACE'] ?? 'default';
    return { address: found.address, namespace, uiUrl: null, stop: async () => undefined };
  }
  return startDevServer({ binary: found.path, ui, searchAttributes: searchAttributeTypes, say });
};

const listeningUrl = (line: string): string => {
  const { listening } = JSON.parse(line) as { listening?: unknown };
  if (typeof listening !== 'string')
    throw new Error(`The simulator said "${line}" instead of where it listens`);
  return listening;
};
