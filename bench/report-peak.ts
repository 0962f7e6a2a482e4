import { writeSync } from 'node:fs';

// Loaded before a process that is measured; `bulk-import.ts` reads the pipe.
process.on('exit', () => void writeSync(3, String(process.resourceUsage().maxRSS)));
