import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { secret } from '../../src/environment/secret.ts';
import { wholeNumber } from '../../src/environment/whole-number.ts';
import { describeVariable } from '../../tools/configuration/describe-variable.ts';
import { writeReference } from '../../tools/configuration/reference.ts';

const page = readFileSync('docs/configuration.md', 'utf8');

test('docs/configuration.md is what `npm run configuration` writes', async () => {
  expect(page).toBe(await writeReference());
});

test('it has every variable that any program looks up by its name', () => {
  const programs = globSync(['src', 'tools', 'bench', 'chaos'].map((folder) => `${folder}/**/*.ts`));
  const names = programs.flatMap((program) =>
    [...readFileSync(program, 'utf8').matchAll(/env\['((?:STAYKEY|SEAM|TEMPORAL|CHROMIUM)_\w+)'\]/g)].map(
      ([, name = '']) => name,
    ),
  );
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !page.includes(`| \`${name}\` `))).toEqual([]);
});

test('a variable is described by its schema', () => {
  const port = wholeNumber(1, 65_535).default(80).describe('where it listens');
  expect(describeVariable('PORT', port)).toEqual({
    fallback: '`80`',
    values: '1 to 65535',
    meaning: 'where it listens',
  });
  const key = secret(z.string().describe('opens it'));
  expect(describeVariable('KEY', key)).toEqual({
    fallback: '**must be set**',
    values: 'text',
    meaning: 'opens it. **Secret**',
  });
});

test('a variable without a description is refused', () => {
  expect(() => describeVariable('SILENT', z.string())).toThrow('SILENT has no description');
});
