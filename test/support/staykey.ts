import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const script = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

/** The command line as a process of its own, with nobody at a terminal. */
export const staykey = async (args: string[], env: Record<string, string> = {}) => {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, ...args], {
    // Colour is for terminals, which this is none.
    env: { STAYKEY_PAYLOAD_ENCRYPTION: 'off', ...env, FORCE_COLOR: undefined },
    stdin: 'ignore',
    reject: false,
  });
  return { exitCode, stdout, stderr };
};
