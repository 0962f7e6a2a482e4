import { InvalidArgumentError, type Command } from 'commander';
import { readPayloadKeys, readTaskQueue } from '../config.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson, plain, say } from './print.ts';
import { withTemporal } from './with-temporal.ts';

interface Options {
  open: number;
  closed: number;
  json: boolean;
}

/** `staykey replay`: whether runs that are under way would go on with this build. */
export const addReplay = (program: Command): void => {
  program
    .command('replay')
    .description(
      'replay runs there are with the workflows of this build: would a deploy break one? Changes nothing',
    )
    .option('--open <count>', 'at most so many that have not ended, the newest', wholeNumber, 200)
    .option('--closed <count>', 'at most so many that have ended, the newest', wholeNumber, 50)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey replay': 'from the new build, before its workers are started',
        'staykey replay --open 2000 --closed 0': 'every run of a small namespace that goes on',
      }),
    )
    .action(run);
};

const run = async ({ open, closed, json }: Options): Promise<void> => {
  // The worker's library takes longer to load than most commands to run.
  const { DefaultLogger, Runtime } = await import('@temporalio/worker');
  const { replayRuns } = await import('../temporal/replay-runs.ts');
  // What is wrong with a run is told below, once; its own log would go to the output.
  Runtime.install({
    logger: new DefaultLogger('ERROR', () => undefined),
    telemetryOptions: { logging: { forward: {}, filter: 'ERROR' } },
    // Else the first Ctrl-C would be kept for workers, of which none polls here.
    shutdownSignals: [],
  });
  const wanted = {
    taskQueue: readTaskQueue(process.env),
    keys: readPayloadKeys(process.env),
    open,
    closed,
  };
  const broken: { workflowId: string; runId: string; problem: string }[] = [];
  let count = 0;
  await withTemporal(async (client) => {
    for await (const { workflowId, runId, problem } of replayRuns(client, wanted)) {
      count += 1;
      if (problem !== null) broken.push({ workflowId, runId, problem });
    }
  });
  if (json) outJson({ replayed: count, broken });
  else {
    for (const { workflowId, problem } of broken) out(plain(`${workflowId}: ${problem}`));
    out(`${count} replayed, ${broken.length} would not go on.`);
  }
  if (count === 0) say('No run was found; is STAYKEY_TASK_QUEUE the workers’?');
  if (broken.length > 0)
    throw new CommandError('Do not deploy this build: it would stop these runs.', exitCodes.needsHuman);
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('expected a whole number');
  return Number(text);
};
