import { defineConfig } from 'eslint/config';
import house from '../../eslint.config.ts';

// The root leaves this folder out, as it may lack its packages there.
const rules = house.filter(({ ignores, rules }) => ignores === undefined || rules !== undefined);

export default defineConfig(rules, {
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
});
