import { parseArgs } from 'node:util';
import { buildSimulator } from './app.ts';
import { pinMarks, pinMoments, slotMismatchStyles, type SimulatorOptions } from './options.ts';
import { WorldError, readWorld } from './world.ts';

const usage = `Usage: node simulator/server.ts [options]
  --port N                    (default: any free port)    --host ADDRESS           (default: 127.0.0.1)
  --world FILE                JSON array of Seam device objects
  --api-key seam_...          (default: seam_simulator_key)
  --now ISO                   where the simulated clock starts
  --setting-after MS          --set-after MS              --defer-creation
  --pin-at ${pinMoments.join('|')}      --pin-mark *|#
  --slot-mismatch ${slotMismatchStyles.join('|')}
  --keep-ended-codes          --creates-per-minute N      --retry-after`;

class UsageError extends Error {}

const readArguments = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string', default: '0' },
        host: { type: 'string', default: '127.0.0.1' },
        world: { type: 'string' },
        'api-key': { type: 'string' },
        now: { type: 'string' },
        'setting-after': { type: 'string' },
        'set-after': { type: 'string' },
        'defer-creation': { type: 'boolean', default: false },
        'pin-at': { type: 'string' },
        'pin-mark': { type: 'string' },
        'slot-mismatch': { type: 'string' },
        'keep-ended-codes': { type: 'boolean', default: false },
        'creates-per-minute': { type: 'string' },
        'retry-after': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};

type Arguments = ReturnType<typeof readArguments>;

const optionsFrom = (args: Arguments): Partial<SimulatorOptions> => {
  if (args.now !== undefined && Number.isNaN(Date.parse(args.now))) {
    throw new UsageError(`--now is "${args.now}", expected an ISO 8601 date and time`);
  }
  return given({
    world: args.world === undefined ? undefined : readWorld(args.world),
    apiKey: args['api-key'],
    now: args.now,
    settingAfterMs: wholeNumber('setting-after', args['setting-after']),
    setAfterMs: wholeNumber('set-after', args['set-after']),
    deferCreation: args['defer-creation'],
    pinAt: word('pin-at', args['pin-at'], pinMoments),
    pinMark: word('pin-mark', args['pin-mark'], pinMarks),
    slotMismatch: word('slot-mismatch', args['slot-mismatch'], slotMismatchStyles),
    gone404: !args['keep-ended-codes'],
    createsPerMinute: wholeNumber('creates-per-minute', args['creates-per-minute']),
    sendRetryAfter: args['retry-after'],
  });
};

/** Without what was not given, which would otherwise hide the default. */
const given = <T extends object>(options: T) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

const wholeNumber = (name: string, value: string | undefined): number | undefined => {
  if (value === undefined || /^\d+$/.test(value)) return value === undefined ? undefined : Number(value);
  throw new UsageError(`--${name} is "${value}", expected a whole number`);
};

const word = <W extends string>(
  name: string,
  value: string | undefined,
  words: readonly W[],
): W | undefined => {
  const found = words.find((candidate) => candidate === value);
  if (value === undefined || found !== undefined) return found;
  throw new UsageError(`--${name} is "${value}", expected one of ${words.join(', ')}`);
};

const run = async (): Promise<void> => {
  const args = readArguments();
  if (args.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const { app } = buildSimulator(optionsFrom(args));
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void app.close());
  const listening = await app.listen({ host: args.host, port: wholeNumber('port', args.port) ?? 0 });
  process.stdout.write(`${JSON.stringify({ listening })}\n`);
};

try {
  await run();
} catch (error) {
  if (error instanceof UsageError) process.stderr.write(`${error.message}\n\n${usage}\n`);
  else if (error instanceof WorldError) process.stderr.write(`${error.message}\n`);
  else throw error;
  process.exitCode = 1;
}
