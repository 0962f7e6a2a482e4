import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Lines of code of a folder's TypeScript files: neither blank nor comment alone. */
export const countFolder = async (folder: string): Promise<Record<string, number>> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const counts = names.map(
    async (name) => [name, countLines(await readFile(join(folder, name), 'utf8'))] as const,
  );
  return Object.fromEntries(await Promise.all(counts));
};

export const countLines = (source: string): number => {
  let isInComment = false;
  return source.split('\n').filter((line) => {
    const text = line.trim();
    if (isInComment) {
      isInComment = !text.endsWith('*/');
      return false;
    }
    if (text.startsWith('/*')) {
      isInComment = !text.endsWith('*/');
      return false;
    }
    return text !== '' && !text.startsWith('//');
  }).length;
};
