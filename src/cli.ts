#!/usr/bin/env node
import { Command } from 'commander';
import { addAcknowledge } from './commands/acknowledge.ts';
import { addCancel } from './commands/cancel.ts';
import { addDoors } from './commands/doors.ts';
import { examples } from './commands/examples.ts';
import { explainError } from './commands/explain-error.ts';
import { addHandled } from './commands/handled.ts';
import { addHold } from './commands/hold.ts';
import { addImport } from './commands/import.ts';
import { addKeys } from './commands/keys.ts';
import { addList } from './commands/list.ts';
import { say } from './commands/print.ts';
import { addQueries } from './commands/queries.ts';
import { addReissue } from './commands/reissue.ts';
import { addRelease } from './commands/release.ts';
import { addReplay } from './commands/replay.ts';
import { addResend } from './commands/resend.ts';
import { addRetry } from './commands/retry.ts';
import { addSchedules } from './commands/schedules.ts';
import { addSearchAttributes } from './commands/search-attributes.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';
import { addTokens } from './commands/tokens.ts';
import { addValidate } from './commands/validate.ts';

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

addValidate(program);
addImport(program);
addSchedules(program);
addStart(program);
addShow(program);
addList(program);
addQueries(program);
addRetry(program);
addResend(program);
addReissue(program);
addAcknowledge(program);
addHold(program);
addRelease(program);
addHandled(program);
addCancel(program);
addDoors(program);
addKeys(program);
addSearchAttributes(program);
addReplay(program);
addTokens(program);

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
