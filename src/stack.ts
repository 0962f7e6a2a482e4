import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import { startProductionStack } from './stack/stack.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);
const program = new Command('npm run stack --')
  .description(
    'The production shape on this machine, as docker-compose.yml describes it: PostgreSQL, Temporal, codec server, workers, the API. ' +
      'A simulator takes the place of Seam.',
  )
  .option(
    '--data <folder>',
    'databases, keys and tokens; kept. Without it: a new folder that can be thrown away',
  )
  .option(
    '--world <file>',
    'doors: a JSON array of Seam device objects',
    fileURLToPath(new URL('../examples/world.json', import.meta.url)),
  )
  .option('--workers <number>', 'worker processes', wholeNumber, 2)
  .showHelpAfterError();

try {
  const options = program.parse().opts<{ data?: string; world: string; workers: number }>();
  const folder = options.data ? resolve(options.data) : await mkdtemp(join(tmpdir(), 'staykey-stack-'));
  const interrupted = new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
  await using stack = await startProductionStack({
    folder,
    worldFile: options.world,
    workers: options.workers,
    say,
    onLine: (part, line) => say(`${part}: ${line}`),
  });
  say(`API        ${stack.apiUrl}   token ${stack.apiToken}`);
  say(`Codec      ${stack.codecServerUrl}`);
  say(`Temporal   ${stack.temporalAddress}   namespace ${stack.namespace}`);
  say(`Simulator  ${stack.simulatorUrl}`);
  say(`Data       ${folder}`);
  await interrupted;
  say('Ending…');
} catch (error) {
  say(`The stack could not be started: ${(error as Error).message}`);
  process.exitCode = 1;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number of 1 or more');
  return Number(text);
}
