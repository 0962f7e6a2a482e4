import { readFileSync } from 'node:fs';

/**
 * The TypeScript block under a heading of a page of docs, with what must be true of today put in place of what the page
 * says.
 */
export const docsExample = (page: string, heading: string, replaced: Record<string, string>): string => {
  const section = readFileSync(page, 'utf8').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const code = /```ts[^\n]*\n([\s\S]*?)```/.exec(section)?.[1];
  if (code === undefined) throw new Error(`${page} has no TypeScript under "${heading}"`);
  return Object.entries(replaced).reduce((text, [before, after]) => {
    if (!text.includes(before)) throw new Error(`The example under "${heading}" does not hold "${before}"`);
    return text.replaceAll(before, after);
  }, code);
};
