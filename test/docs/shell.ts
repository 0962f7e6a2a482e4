import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { vi } from 'vitest';

export interface Shell extends AsyncDisposable {
  /** Where the reader stands. */
  folder: string;
  env: Record<string, string>;
  save: (name: string, text: string) => void;
  /** As the same terminal would: what earlier blocks have set is still set. */
  run: (code: string) => Promise<{ exitCode: number | undefined; stdout: string; output: string }>;
  /** For commands that stay up: until one has said something, and is still there a moment later. Ended with the shell. */
  start: (code: string) => Promise<void>;
}

/** A terminal in a folder that looks like a clone, and takes the files that the pages write. */
export const openShell = (given: Record<string, string>): Shell => {
  const folder = mkdtempSync(join(tmpdir(), 'staykey-docs-'));
  for (const name of readdirSync('.')) {
    if (!['.git', 'dist'].includes(name)) symlinkSync(resolve(name), join(folder, name));
  }
  const bin = join(folder, '.bin');
  mkdirSync(bin);
  // npx asks npm first what there is; in a clone it ends up with this.
  writeFileSync(join(bin, 'npx'), `#!/bin/sh\nshift\nexec node "${resolve('src/cli.ts')}" "$@"\n`, {
    mode: 0o755,
  });
  const env = {
    ...given,
    PATH: [bin, resolve('node_modules/.bin'), process.env['PATH']].join(':'),
    // As a reader's terminal has it; the name stands in no message.
    NO_COLOR: '1',
    NODE_COMPILE_CACHE: join(tmpdir(), 'staykey-docs-cache'),
  };
  const options = { cwd: folder, env: { ...env, FORCE_COLOR: undefined }, reject: false, all: true } as const;
  const children: { stop: () => Promise<void> }[] = [];
  const kept = join(folder, '.kept');
  const asBefore = `[ ! -e ${kept} ] || . ${kept}\n`;

  return {
    folder,
    env,
    save: (name, text) => writeFileSync(join(folder, name), text),
    run: async (code) => {
      const keep = `trap 'export -p > ${kept}; declare -f >> ${kept}' EXIT\n`;
      const { exitCode, stdout, all } = await execa(
        'bash',
        ['-eu', '-o', 'pipefail', '-c', asBefore + keep + code],
        {
          ...options,
          stdin: 'ignore',
          timeout: 60_000,
        },
      );
      return { exitCode, stdout, output: all };
    },
    start: async (code) => {
      const child = execa('bash', ['-eu', '-c', `${asBefore}${code}`], { ...options, detached: true });
      let said = '';
      child.all.on('data', (chunk: Buffer) => (said += chunk.toString()));
      let isOver = false;
      const end = child.then(() => void (isOver = true));
      children.push({
        stop: async () => {
          if (child.pid && !isOver) process.kill(-child.pid, 'SIGTERM');
          await end;
        },
      });
      await vi.waitUntil(() => isOver || /listen|serves|RUNNING|polling/i.test(said), {
        timeout: 60_000,
        interval: 50,
      });
      if (isOver) throw new Error(`It ended by itself:\n${said}`);
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(children.map(({ stop }) => stop()));
      rmSync(folder, { recursive: true });
    },
  };
};
