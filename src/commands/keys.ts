import type { Command } from 'commander';
import { newKeyLine } from '../temporal/keys.ts';
import { examples } from './examples.ts';
import { out } from './print.ts';

/** `staykey keys new`: a line for the file of `STAYKEY_PAYLOAD_KEYS_FILE`, on standard output and nowhere else. */
export const addKeys = (program: Command): void => {
  program
    .command('keys')
    .description('keys that encrypt what Temporal stores (docs/security.md)')
    .command('new')
    .description('print a new key as a line for the file of keys; the first line encrypts, all are read')
    .addHelpText(
      'after',
      examples({ 'staykey keys new >> payload.keys': 'a first key, or the one to rotate to' }),
    )
    .action(() => out(newKeyLine(new Date())));
};
