import { readFile } from 'node:fs/promises';
import { readCanonicalJson } from '../feeds/canonical-json.ts';
import type { Entries } from '../feeds/entry.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { say } from './print.ts';

/** The reservations of a canonical JSON file. What is passed over is said on stderr. */
export const readReservations = async (file: string): Promise<Entries> => {
  const entries = readCanonicalJson(await textOf(file), file);
  for (const { message } of entries.bad) say(`Passed over: ${message}`);
  for (const message of entries.repeats) say(`Passed over: ${message}`);
  return entries;
};

const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(error);
    throw new CommandError(
      `"${file}" can't be read: ${why}; expected a JSON file of reservations`,
      exitCodes.refused,
    );
  }
};
