import { isNativeError } from 'node:util/types';
import {
  DefaultLogger,
  LogTimestamp,
  type LogLevel,
  type LogMetadata,
  type Logger,
} from '@temporalio/worker';

/**
 * The log of a worker. Temporal's own prints errors and objects with all they hold: an HTTP library's error holds the request's
 * headers, and with them an API key; a task holds its payloads. Here an error is its stack and those of its causes, and of
 * other things only text, numbers and the like are written.
 */
export const createWorkerLog = (level: LogLevel, base: Logger = new DefaultLogger(level)): Logger => ({
  log: (severity, message, meta) => void base.log(severity, message, plain(meta)),
  trace: (message, meta) => void base.trace(message, plain(meta)),
  debug: (message, meta) => void base.debug(message, plain(meta)),
  info: (message, meta) => void base.info(message, plain(meta)),
  warn: (message, meta) => void base.warn(message, plain(meta)),
  error: (message, meta) => void base.error(message, plain(meta)),
});

// Of a task that could not be read, as JSON and as bytes: the payloads are in it.
const wholeTasks = new Set(['task', 'taskEncoded']);
const DEEPEST_CAUSE = 8;

const plain = (meta: LogMetadata | undefined): LogMetadata | undefined => {
  if (meta === undefined) return undefined;
  const entries = Object.entries(meta).map(([name, value]: [string, unknown]) => [
    name,
    wholeTasks.has(name) ? '(left out)' : plainValue(value),
  ]);
  const plainMeta = Object.fromEntries(entries) as LogMetadata;
  const timestamp: unknown = meta[LogTimestamp];
  return timestamp === undefined ? plainMeta : { ...plainMeta, [LogTimestamp]: timestamp };
};

const plainValue = (value: unknown): unknown => {
  if (isNativeError(value)) return stacks(value);
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value === 'object' && value !== null)
    return `(left out: object with ${Object.keys(value).join(', ')})`;
  return value;
};

const stacks = (error: Error): string => {
  const texts: string[] = [];
  let cause: unknown = error;
  for (; isNativeError(cause) && texts.length < DEEPEST_CAUSE; cause = cause.cause) {
    texts.push(cause.stack || `${cause.name}: ${cause.message}`);
  }
  return texts.join('\ncaused by: ');
};
