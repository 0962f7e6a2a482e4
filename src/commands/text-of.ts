import { readFile } from 'node:fs/promises';
import { CommandError, exitCodes } from './exit-codes.ts';

/** @throws {CommandError} with the file's name */
export const textOf = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`"${file}" can't be read: ${why}`, exitCodes.refused);
  }
};
