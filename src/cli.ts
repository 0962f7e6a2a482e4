#!/usr/bin/env node
import { Command } from 'commander';
import { examples } from './commands/examples.ts';
import { explainError } from './commands/explain-error.ts';
import { addList } from './commands/list.ts';
import { say } from './commands/print.ts';
import { addShow } from './commands/show.ts';
import { addStart } from './commands/start.ts';

const program = new Command('staykey')
  .description('Door codes for reservations: start runs, look at them, help them on.')
  .exitOverride()
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

addStart(program);
addShow(program);
addList(program);

try {
  await program.parseAsync();
} catch (error) {
  const { message, exitCode } = explainError(error);
  if (message !== null) say(message);
  process.exitCode = exitCode;
}
