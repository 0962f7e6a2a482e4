import { readFile } from 'node:fs/promises';
import { CommandError, exitCodes } from './exit-codes.ts';

/** @throws {CommandError} with the file's name */
export const textOf = async (file: string): Promise<string> => (await bytesOf(file)).toString('utf8');

/** @throws {CommandError} with the file's name */
export const bytesOf = async (file: string): Promise<Buffer> => {
  try {
    return await readFile(file);
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code ?? String(error);
    throw new CommandError(`"${file}" can't be read: ${why}`, exitCodes.refused);
  }
};
