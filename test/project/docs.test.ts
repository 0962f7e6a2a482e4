import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, localLinksOf } from './markdown.ts';

const documents = globSync(['*.md', 'docs/**/*.md']);
const pictures = globSync('docs/images/*.png');

test.each(documents)('every link of %s leads somewhere', (document) => {
  const deadEnds = localLinksOf(readFileSync(document, 'utf8')).filter((link) => {
    const [path, section] = link.split('#');
    const target = path ? join(dirname(document), path) : document;
    if (!existsSync(target)) return true;
    return section !== undefined && !anchorsOf(readFileSync(target, 'utf8')).has(section);
  });
  expect(deadEnds).toEqual([]);
});

test('every page is in the index of docs/README.md', () => {
  const listed = localLinksOf(readFileSync('docs/README.md', 'utf8'));
  expect(globSync('docs/*.md').filter((page) => !listed.includes(page.replace('docs/', '')))).toEqual([
    'docs/README.md',
  ]);
});

test('every picture is shown somewhere, and small enough to load quickly', () => {
  const shown = documents.flatMap((document) =>
    localLinksOf(readFileSync(document, 'utf8')).map((link) => join(dirname(document), link)),
  );
  expect(pictures.length).toBeGreaterThan(0);
  for (const picture of pictures) {
    expect(shown).toContain(picture);
    expect(statSync(picture).size).toBeLessThan(150_000);
  }
});
