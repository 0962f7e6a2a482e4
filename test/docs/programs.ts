import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';

export interface Program {
  /** Where it is, below the folder it was put in. */
  file: string;
  code: string;
}

/** The project of a PMS, which has installed `staykey`: below a folder whose `node_modules` has all the rest. */
export const openProject = (folder: string, programs: Program[]): string => {
  const project = join(folder, 'pms');
  const installed = join(project, 'node_modules/staykey');
  mkdirSync(installed, { recursive: true });
  symlinkSync(resolve('src/client'), join(installed, 'client'));
  const exports = { './client': './client/index.ts' };
  const json = {
    'package.json': { type: 'module', private: true },
    'node_modules/staykey/package.json': { name: 'staykey', type: 'module', exports },
    'tsconfig.json': { extends: resolve('tsconfig.json'), include: ['*.ts'] },
  };
  for (const [name, content] of Object.entries(json))
    writeFileSync(join(project, name), JSON.stringify(content));
  for (const { file, code } of programs) writeFileSync(join(project, file), code);
  return project;
};

/** What the compiler has against it; nothing, hopefully. */
export const typeFaults = async (project: string): Promise<string> =>
  (await execa(resolve('node_modules/.bin/tsc'), ['-p', project], { reject: false })).stdout;
