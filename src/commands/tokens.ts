import type { Command } from 'commander';
import { newToken, type TokenEntry } from '../api/tokens.ts';
import { examples } from './examples.ts';
import { out, say } from './print.ts';

interface Options {
  name: string;
  property: string[];
  right: string[];
}

/** `staykey tokens new`: a token of the HTTP API, shown once, and what the server is to know of it. */
export const addTokens = (program: Command): void => {
  program
    .command('tokens')
    .description('tokens of the HTTP API')
    .command('new')
    .description('make a token: the token itself goes to the PMS, the entry into STAYKEY_API_TOKENS_FILE')
    .requiredOption('--name <name>', 'who will hold it; stands in the log')
    .option('--property <id...>', 'property ids it is for, or "*"', ['*'])
    .option('--right <right...>', 'of read, write, operate, read-pin', ['read', 'write'])
    .addHelpText(
      'after',
      examples({
        'staykey tokens new --name front-desk --property beach-house --right read operate':
          'for people at one property',
      }),
    )
    .action(({ name, property, right }: Options) => {
      const { token, entry } = newToken({
        name,
        properties: property,
        rights: right as TokenEntry['rights'],
      });
      out(JSON.stringify(entry));
      say(`The token, shown this once:\n${token}`);
    });
};
