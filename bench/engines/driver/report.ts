import { readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem, type as system } from 'node:os';
import { format, resolveConfig } from 'prettier';
import type { Engine } from './engine.ts';
import type { QuietPass } from './quiet-pass.ts';
import type { RoughPass } from './rough-pass.ts';
import { codeTable, machineLine, questions, questionTable, quietTable, roughTable } from './tables.ts';
import { versionsOf } from './versions.ts';

/** Everything that was found out about one engine. */
export interface Measured {
  engine: Engine;
  /** Lines of code by file. */
  lines: Record<string, number>;
  quiet: QuietPass[];
  rough?: RoughPass;
}

export interface Size {
  rounds: number;
  quiet: number;
  perSecond: number;
  rough: number;
  roughForMs: number;
  seed: number;
  /** The machine's load average before anything was started. */
  loadBefore: number;
}

/** Puts the tables between the marks of `file`, whose other text stays; without a file, on standard output. */
export const writeReport = async (
  measured: Measured[],
  size: Size,
  file: string | undefined,
): Promise<void> => {
  const tables: Record<string, string> = {
    machine: machineLine(await machine(), size),
    code: codeTable(measured),
    quiet: quietTable(measured),
    rough: roughTable(measured),
    question: `${questionTable(measured)}\n\n${questions(measured)}`,
  };
  if (file === undefined) {
    process.stdout.write(`${Object.values(tables).join('\n\n')}\n`);
    return;
  }
  const text = Object.entries(tables).reduce(
    (before, [name, table]) => putBetween(before, name, table),
    await readFile(file, 'utf8'),
  );
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
};

/** @throws where the text has no such marks */
export const putBetween = (text: string, name: string, table: string): string => {
  const [begin, end] = [`<!-- ${name}: written by npm run engines -->`, `<!-- ${name}: end -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`Expected the marks "${begin}" and "${end}" in the report`);
  return `${text.slice(0, from)}${begin}\n\n${table}\n\n${text.slice(to)}`;
};

const machine = async (): Promise<string> => {
  const [cpu] = cpus();
  const gib = Math.round(totalmem() / 2 ** 30);
  const versions = (await versionsOf()).map(([name, version]) => `${name} ${version}`).join(', ');
  return (
    `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ${gib} GiB, ${system()}, ` +
    `Node ${process.version}; ${versions}`
  );
};
