/** What a script can tell from `$?`; docs/cli.md has the table. */
export const exitCodes = {
  done: 0,
  /** Something failed: Temporal, Seam or the network; try again later. */
  fault: 1,
  /** The input was refused, or part of it: asking again in the same words changes nothing. */
  refused: 2,
  /** All was read, and what was found needs a human. */
  needsHuman: 3,
  /** No such reservation, or its run has ended. */
  notFound: 4,
} as const;

/** Ends a command with a message for people and an exit code for scripts. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}
