import { cp, mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { interpolate } from '../../src/stack/interpolate.ts';

export interface ImageTree {
  /** What `/app` is in the image. */
  app: string;
  env: Record<string, string>;
  command: string[];
}

const APP = '/app';

/**
 * Does what the Dockerfile says in a folder, as far as that needs no Docker: each stage's copies and commands. What `npm ci`
 * would fetch is what is here already.
 */
export const buildImageTree = async (args: Record<string, string>): Promise<ImageTree> => {
  const root = await mkdtemp(join(tmpdir(), 'staykey-image-'));
  const stages = new Map<string, string>();
  const env: Record<string, string> = {};
  let command: string[] = [];
  let app = root;
  for (const line of await instructions()) {
    const [keyword = '', rest = ''] = [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)];
    if (keyword === 'FROM') {
      const stage = / AS (\S+)$/.exec(rest)?.[1] ?? 'final';
      app = join(root, stage);
      stages.set(stage, app);
      await mkdir(app);
    } else if (keyword === 'COPY') {
      const [, stage, paths = ''] = /^(?:--from=(\S+) )?(.*)$/.exec(rest) ?? [];
      const from = paths.split(' ');
      const to = from.pop() ?? '';
      for (const path of from)
        await copy(
          stage ? path.replace(APP, stages.get(stage) ?? '') : path,
          join(app, to),
          to.endsWith('/'),
        );
    } else if (keyword === 'RUN' && rest.startsWith('npm ci')) {
      await symlink(join(process.cwd(), 'node_modules'), join(app, 'node_modules'));
    } else if (keyword === 'RUN') {
      const [program = '', ...rests] = rest.split(' ');
      await execa(program === 'node' ? process.execPath : program, rests, { cwd: app });
    } else if (keyword === 'ENV') {
      for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S*)/g))
        env[name] = interpolate(value, args).replace(APP, app);
    } else if (keyword === 'CMD') {
      command = JSON.parse(rest) as string[];
    }
  }
  return { app, env, command };
};

const instructions = async (): Promise<string[]> =>
  (await readFile('Dockerfile', 'utf8'))
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter(Boolean);

const copy = async (from: string, to: string, intoFolder: boolean): Promise<void> => {
  const target = intoFolder ? join(to, from) : to;
  await mkdir(dirname(target), { recursive: true });
  await cp(from, target, { recursive: true, verbatimSymlinks: true });
};
