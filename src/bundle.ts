// Puts the workflows together into one file for STAYKEY_WORKFLOW_BUNDLE: node src/bundle.ts FILE
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { bundleWorkflows } from './temporal/workflow-code.ts';

const [file = 'dist/workflows.js'] = process.argv.slice(2);
Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
const code = await bundleWorkflows();
await mkdir(dirname(file), { recursive: true });
await writeFile(file, code);
process.stdout.write(`${file}: ${Math.round(code.length / 1024)} KB\n`);
