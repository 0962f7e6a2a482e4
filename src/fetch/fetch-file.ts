import { constants, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf } from '../domain/error-code.ts';
import { decodeText } from './decode-text.ts';
import { FetchFault, lasting } from './fetch-fault.ts';
import type { FetchedText } from './fetched.ts';

/**
 * A feed that is a file, relative to where Staykey runs.
 * @throws {FetchFault}
 */
export const fetchFile = async (
  path: string,
  mostBytes: number,
  charset: string | undefined,
): Promise<FetchedText> => {
  const bytes = await bytesOf(path, mostBytes);
  const text = decodeText(bytes, { charset, contentType: null }, `"${path}"`);
  return { kind: 'text', text, fileName: basename(path), contentType: null, validators: null };
};

const bytesOf = async (path: string, mostBytes: number): Promise<Buffer> => {
  try {
    // To open a pipe would else wait for somebody who writes to it.
    await using file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = await file.stat();
    // A pipe or a device may never end either.
    if (!stats.isFile()) throw lasting(`"${path}" is no file; expected one`);
    if (stats.size > mostBytes) {
      throw lasting(`"${path}" has ${stats.size} bytes; expected at most ${mostBytes}`);
    }
    return await file.readFile();
  } catch (error) {
    if (error instanceof FetchFault) throw error;
    const code = codeOf(error);
    throw new FetchFault(`"${path}" can't be read: ${code}`, { isRetryable: !LASTING.has(code) });
  }
};

const LASTING: ReadonlySet<string> = new Set(['ENOENT', 'EACCES', 'EPERM', 'EISDIR', 'ENOTDIR']);
