/**
 * What Staykey costs beside the least that could do the same, on the production shape:
 *   npm run bench -- --report docs/bench.md
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { machineText } from './measure.ts';
import { measureApi } from './production/api.ts';
import { measureDomain } from './production/domain.ts';
import type { Findings } from './production/finding.ts';
import { measureImporter } from './production/importer.ts';
import { measureOverhead } from './production/overhead.ts';
import { benchReport } from './production/report.ts';
import { measureScale } from './production/scale.ts';
import { startShape, type Shape } from './production/shape.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

const parts: Record<string, (shape: Shape, rounds: number) => Promise<Findings>> = {
  overhead: (shape, rounds) => measureOverhead(shape, rounds, say),
  api: (shape, rounds) => measureApi(shape, rounds, say),
  importer: (shape, rounds) => measureImporter(shape, rounds, say),
  scale: (shape) => measureScale(shape, sizes, say),
};

const program = new Command('npm run bench --')
  .description('PostgreSQL, Temporal on it, workers, API and simulator, beside bare ones that do the least.')
  .option('--rounds <number>', 'of each, by turns', whole, 5)
  .option(
    '--parts <names>',
    `of domain,${Object.keys(parts).join(',')}`,
    `domain,${Object.keys(parts).join(',')}`,
  )
  .option('--sizes <numbers>', 'open reservations, for scale', '1000,10000')
  .option('--report <file>', 'write the report there instead of to standard output')
  .showHelpAfterError();
const given = program.parse().opts<{ rounds: number; parts: string; sizes: string; report?: string }>();
const sizes = given.sizes.split(',').map(whole);
const wanted = given.parts.split(',');
for (const name of wanted) {
  if (name !== 'domain' && !(name in parts))
    program.error(`"${name}" is no part: expected domain, ${Object.keys(parts).join(', ')}`);
}

const folder = await mkdtemp(join(tmpdir(), 'staykey-bench-'));
// PostgreSQL's own user passes through it.
await chmod(folder, 0o711);
try {
  const found: Findings[] = wanted.includes('domain') ? [await measureDomain(given.rounds)] : [];
  // Each on databases of its own: none finds what another left.
  for (const name of wanted.filter((part) => part !== 'domain')) {
    await using shape = await startShape(join(folder, name), Math.max(...sizes, 5_000), say);
    const part = parts[name];
    if (part) found.push(await part(shape, given.rounds));
  }
  const report = benchReport(machineText(), found);
  if (given.report === undefined) process.stdout.write(report);
  else await writeFile(given.report, report);
} finally {
  await rm(folder, { recursive: true, force: true });
}

function whole(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number of 1 or more');
  return Number(text);
}
