/** Runs in a process of its own, one for each core: plays the stories it is given the seeds of. */
import { readFileSync } from 'node:fs';
import { Session } from './session.ts';

const [, , bundleFile, first = '1', step = '1', count = '1'] = process.argv;
const session = await Session.open(readFileSync(bundleFile ?? '', 'utf8'));
for (let index = 0; index < Number(count); index += 1) {
  const played = await session.playSeed(Number(first) + index * Number(step));
  process.send?.(played);
}
process.disconnect();
process.exit(0);
