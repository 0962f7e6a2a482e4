#!/usr/bin/env node
import { Command } from 'commander';
import { examples } from './commands/examples.ts';
import { explainError } from './commands/explain-error.ts';
import { say } from './commands/print.ts';

const program = new Command('staykey')
  .description('Door codes for reservations: start runs, look at them, help them on.')
  .exitOverride()
  // A command's options may have the names of those of the one it is below.
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    examples({
      'staykey list --attention': 'runs that wait for a human',
      'staykey show hostaway/beach-house/4711': 'where each door of one reservation stands',
    }),
  )
  .addHelpText(
    'after',
    '\nTemporal is found by TEMPORAL_ADDRESS and its companions.' +
      '\nExit codes: 0 done, 1 something failed, 2 input refused, 3 needs a human, 4 not found (docs/cli.md).',
  );

/** By name, in the order of the list. Each is loaded when it is asked for: libraries take longer to load than most commands to run. */
const commands = {
  validate: async () => (await import('./commands/validate.ts')).addValidate,
  import: async () => (await import('./commands/import.ts')).addImport,
  schedules: async () => (await import('./commands/schedules.ts')).addSchedules,
  start: async () => (await import('./commands/start.ts')).addStart,
  show: async () => (await import('./commands/show.ts')).addShow,
  list: async () => (await import('./commands/list.ts')).addList,
  queries: async () => (await import('./commands/queries.ts')).addQueries,
  retry: async () => (await import('./commands/retry.ts')).addRetry,
  resend: async () => (await import('./commands/resend.ts')).addResend,
  reissue: async () => (await import('./commands/reissue.ts')).addReissue,
  acknowledge: async () => (await import('./commands/acknowledge.ts')).addAcknowledge,
  hold: async () => (await import('./commands/hold.ts')).addHold,
  release: async () => (await import('./commands/release.ts')).addRelease,
  handled: async () => (await import('./commands/handled.ts')).addHandled,
  cancel: async () => (await import('./commands/cancel.ts')).addCancel,
  doors: async () => (await import('./commands/doors.ts')).addDoors,
  keys: async () => (await import('./commands/keys.ts')).addKeys,
  'search-attributes': async () => (await import('./commands/search-attributes.ts')).addSearchAttributes,
  replay: async () => (await import('./commands/replay.ts')).addReplay,
  tokens: async () => (await import('./commands/tokens.ts')).addTokens,
};

const isCommand = (name: string | undefined): name is keyof typeof commands =>
  name !== undefined && Object.hasOwn(commands, name);

const asked = process.argv[2];
// Whoever asks for help, or has mistyped, may mean any.
const wanted = isCommand(asked) ? [commands[asked]] : Object.values(commands);
for (const add of await Promise.all(wanted.map((load) => load()))) add(program);

// Whoever reads may have had enough, such as `head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  const { message, exitCode } = explainError(error);
  if (message !== null) say(message);
  process.exitCode = exitCode;
}
