import logUpdate from 'log-update';

export interface Screen {
  /** A line that stays, above the table. */
  say: (line: string) => void;
  /** The table as it is now; on a terminal it takes the place of the one before. */
  show: (table: string) => void;
  /** Leaves the last table standing. */
  done: () => void;
}

export const createScreen = (): Screen => {
  const isTerminal = process.stdout.isTTY;
  let shown = '';
  return {
    say: (line) => {
      if (isTerminal) logUpdate.clear();
      process.stderr.write(`${line}\n`);
      if (isTerminal && shown) logUpdate(shown);
    },
    show: (table) => {
      if (table === shown) return;
      shown = table;
      if (isTerminal) logUpdate(table);
      else process.stdout.write(table);
    },
    done: () => logUpdate.done(),
  };
};
