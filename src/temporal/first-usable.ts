import { readServerVersion, skipsTime, timeSkippingSince } from './temporal-version.ts';

export interface TemporalBinary {
  path: string;
  /** Of the server inside, like `1.32.0`. */
  serverVersion: string;
}

/** One way to a `temporal` command; `path` rejects where it leads nowhere. */
export interface Step {
  name: string;
  path: () => Promise<string>;
}

/**
 * Goes through `steps` until one gives a command that runs and has what is needed, and says why each of the
 * others does not. Rejects with one error that lists them all and what would help.
 */
export const firstUsable = async (
  steps: Step[],
  { needs, say }: { needs?: 'time-skipping'; say: (line: string) => void },
): Promise<TemporalBinary> => {
  const failures: string[] = [];
  for (const { name, path: find } of steps) {
    try {
      const path = await find();
      const serverVersion = await readServerVersion(path);
      if (needs === 'time-skipping' && !skipsTime(serverVersion)) {
        throw new Error(
          `${path} has server ${serverVersion}; skipping time needs ${timeSkippingSince} or newer`,
        );
      }
      say(`Temporal server ${serverVersion}: ${path} (${name})`);
      return { path, serverVersion };
    } catch (error) {
      const failure = `${name}: ${error instanceof Error ? error.message : String(error)}`;
      say(failure);
      failures.push(`  - ${failure.replaceAll('\n', '\n    ')}`);
    }
  }
  const version = needs === 'time-skipping' ? ` with server ${timeSkippingSince} or newer` : '';
  throw new Error(
    [
      'There is no Temporal server to be had here. Tried, in this order:',
      ...failures,
      'Any one of these helps:',
      '  - set TEMPORAL_ADDRESS to the host:port of a running server',
      `  - install the temporal command${version} on PATH`,
      '  - install Go, in the version that tools/temporal/go.mod names, and let it reach its module proxy once',
    ].join('\n'),
  );
};
