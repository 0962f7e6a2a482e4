import type { Command } from 'commander';
import { registerSearchAttributes, SearchAttributeConflict } from '../temporal/register-search-attributes.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';
import { withTemporal } from './with-temporal.ts';

export const addSearchAttributes = (program: Command): void => {
  program
    .command('search-attributes')
    .description('what runs are listed by')
    .command('register')
    .description('make the search attributes known to the namespace; safe to repeat')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'TEMPORAL_NAMESPACE=staykey staykey search-attributes register':
          'once, before the first worker; Temporal Cloud wants it done in its own console',
      }),
    )
    .action(({ json }: { json: boolean }) =>
      withTemporal(async (client) => {
        const registered = await registerSearchAttributes(client).catch(asCommandError);
        if (json) outJson(registered);
        else {
          for (const name of registered.made) out(`${name}: made`);
          for (const name of registered.known) out(`${name}: was there`);
        }
      }),
    );
};

const asCommandError = (error: unknown): never => {
  if (error instanceof SearchAttributeConflict) throw new CommandError(error.message, exitCodes.needsHuman);
  throw error;
};
