import { readFile } from 'node:fs/promises';

/** Resident memory of a process, from proc(5). */
export const residentMiB = async (pid: number): Promise<number> => {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
};
