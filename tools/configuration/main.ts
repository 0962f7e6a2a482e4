import { writeFileSync } from 'node:fs';
import { writeReference } from './reference.ts';

writeFileSync('docs/configuration.md', await writeReference());
