import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import { CommandError, exitCodes } from './exit-codes.ts';

interface Terminal {
  input: Readable & { isTTY?: boolean };
  output: Writable;
}

/**
 * Asks on a terminal and returns only on a yes. Without a terminal nobody can be asked, and waiting would hang a script.
 * @throws {CommandError}
 */
export const confirm = async (
  question: string,
  { input, output }: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> => {
  if (!input.isTTY) {
    throw new CommandError(
      `${question}\nNobody can be asked here; expected --yes. Nothing was done.`,
      exitCodes.refused,
    );
  }
  const lines = createInterface({ input, output });
  // Ctrl-D and Ctrl-C are a no.
  const gone = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  const answer = await Promise.race([lines.question(`${question} Type yes to go on: `), gone]);
  lines.close();
  if (answer.trim().toLowerCase() !== 'yes') throw new CommandError('Nothing was done.', exitCodes.refused);
};
