import { globSync, readFileSync } from 'node:fs';

/** A fenced block of a page, with how it is tested: the words after its language (`sh not-run="needs Docker"`). */
export interface CodeBlock {
  page: string;
  /** Where its fence stands. */
  line: number;
  language: string;
  marks: ReadonlyMap<string, string>;
  code: string;
}

export const documents = globSync(['*.md', 'docs/**/*.md']).sort();

export const blocksOf = (page: string): CodeBlock[] => {
  const markdown = readFileSync(page, 'utf8');
  return [...markdown.matchAll(/^( *)```([^\n]*)\n([\s\S]*?)^\1```$/gm)].map(
    ({ index, 1: indent = '', 2: info = '', 3: code = '' }) => ({
      page,
      line: markdown.slice(0, index).split('\n').length,
      language: /^\S*/.exec(info)?.[0] ?? '',
      marks: marksOf(info),
      code: code.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }),
  );
};

export const readAllBlocks = (): CodeBlock[] => documents.flatMap(blocksOf);

/** For people. */
export const placeOf = ({ page, line }: CodeBlock): string => `${page}:${line}`;

const marksOf = (info: string): Map<string, string> =>
  new Map(
    [...info.replace(/^\S*/, '').matchAll(/([a-z-]+)(?:="([^"]*)")?/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
