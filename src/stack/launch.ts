import { join, resolve } from 'node:path';
import type { Compose } from './compose-file.ts';

/** What is elsewhere when a container's process runs as one of this machine. */
export interface Machine {
  /** Of services, as others name them, to where they are here: `temporal:7233`. */
  addresses: Record<string, string>;
  /** Of programs that only an image has, to the command in their place. */
  programs: Record<string, string>;
}

export interface Launch {
  command: string;
  args: string[];
  env: Record<string, string>;
  /** Whether it is started again when it ends by itself. */
  restarts: boolean;
}

const SECRETS = '/run/secrets/';

/**
 * How a service of the compose file is started on this machine: its command and its environment. Addresses and paths are those
 * here, and `own` is added; all else is as in its container.
 * @throws when it reads a secret that it is not given
 */
export const launchOf = (
  compose: Compose,
  name: string,
  { addresses, programs }: Machine,
  own: Record<string, string> = {},
): Launch => {
  const { entrypoint, command, environment, secrets, volumes, restart } = compose.service(name);
  const mounts = new Map(
    volumes.map((volume) => volume.split(':')).map(([from = '', to = '']) => [to, from] as const),
  );
  const secretFile = (secret: string): string => {
    const file = compose.secretFiles.get(secret);
    // In its container that file would not be there either.
    if (file === undefined || !secrets.includes(secret))
      throw new Error(`The service ${name} reads the secret "${secret}", which is not among its secrets`);
    return file;
  };
  const here = (value: string): string => {
    if (value.startsWith(SECRETS)) return secretFile(value.slice(SECRETS.length));
    const mounted = mounts.get(value);
    if (mounted !== undefined) return resolve(compose.folder, mounted);
    // Within a container all of its addresses are its own; here the network could reach it.
    return addresses[value] ?? value.replace(/^0\.0\.0\.0(?=$|:)/, '127.0.0.1');
  };
  const [program = '', ...args] = [...entrypoint, ...command];
  return {
    command: program === 'node' ? process.execPath : program,
    args: args.map((arg) => (program === 'node' ? join(compose.folder, arg) : withPrograms(arg, programs))),
    env: {
      ...Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, here(value)])),
      ...own,
    },
    restarts: restart,
  };
};

const withPrograms = (script: string, programs: Machine['programs']): string =>
  Object.entries(programs).reduce((text, [path, command]) => text.replaceAll(path, command), script);
