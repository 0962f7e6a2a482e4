import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * Bytes that a process and those it started have in memory. What they share is counted once where the system tells (Linux,
 * proportional set size); elsewhere it is their resident set sizes added up.
 */
export const memoryOf = async (pid: number): Promise<number> => {
  const { stdout } = await execa('ps', ['-A', '-o', 'pid=,ppid=,rss=']);
  const processes = stdout.split('\n').map((line) => {
    const [own = 0, parent = 0, kib = 0] = line.trim().split(/\s+/).map(Number);
    return { pid: own, parent, bytes: kib * 1024 };
  });
  const tree = [pid];
  for (const member of tree)
    tree.push(...processes.filter(({ parent }) => parent === member).map((found) => found.pid));
  const sizes = tree.map(
    async (member) =>
      (await sharedOut(member)) ?? processes.find((found) => found.pid === member)?.bytes ?? 0,
  );
  return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
};

const sharedOut = async (pid: number): Promise<number | null> => {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const kib = /^Pss:\s+(\d+) kB/m.exec(text)?.[1];
  return kib === undefined ? null : Number(kib) * 1024;
};
