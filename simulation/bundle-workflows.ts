/** Run on a copy of the source: writes its workflows into one file. */
import { writeFileSync } from 'node:fs';
import { bundleWorkflows } from './staykey.ts';

writeFileSync(process.argv[2] ?? 'workflows.js', await bundleWorkflows());
process.exit(0);
