import { execa } from 'execa';

/** The release of the server inside a `temporal` command, like `1.32.0`. */
type ServerVersion = string;

/** The first server release that can skip time for one run. */
export const timeSkippingSince: ServerVersion = '1.32.0';

/** Rejects when `binary` does not run, or answers something else than a Temporal version. */
export const readServerVersion = async (binary: string): Promise<ServerVersion> => {
  const { stdout } = await execa(binary, ['--version'], { timeout: 20_000, stdin: 'ignore' });
  return parseServerVersion(stdout);
};

/** From `temporal version 1.9.0 (Server 1.32.0, UI 2.50.1)`. Pre-release and build suffixes stay. */
export const parseServerVersion = (text: string): ServerVersion => {
  const version = /\(Server (\d+\.\d+\.\d+[^\s,)]*)/.exec(text)?.[1];
  if (version === undefined) {
    throw new Error(
      `"${text.trim().slice(0, 200)}" names no server; expected "temporal version X (Server X.Y.Z, …)"`,
    );
  }
  return version;
};

/**
 * A pre-release counts as older than its release: `1.32.0-158.0` speaks an earlier form of the
 * time-skipping messages, which the SDK here cannot read.
 */
export const skipsTime = (version: ServerVersion): boolean => {
  const order = version.split('-')[0]?.localeCompare(timeSkippingSince, 'en', { numeric: true }) ?? -1;
  return order > 0 || (order === 0 && !version.includes('-'));
};
