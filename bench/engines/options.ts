import { Command, InvalidArgumentError, Option } from 'commander';

export const engineNames = ['dbos', 'restate', 'pg-boss', 'temporal'] as const;
export type EngineName = (typeof engineNames)[number];

interface Options {
  quick: boolean;
  only: EngineName[];
  seed: number;
  report?: string;
  keep: boolean;
}

/** Ends the process on `--help` and on what is no option. Needs none of the engines. */
export const parseOptions = (): Options =>
  new Command('npm run engines --')
    .description('One small story on Temporal and three other engines: quietly, then while things break.')
    .option('--quick', 'a smoke of each', false)
    .addOption(
      new Option('--only <names...>', 'some of them').choices(engineNames).default([...engineNames], 'all'),
    )
    .option('--seed <number>', 'the same stays again', wholeNumber, 1)
    .option('--report <file>', 'put the tables between the marks there instead of on standard output')
    .option('--keep', 'keep databases and files', false)
    .showHelpAfterError()
    .parse()
    .opts<Options>();

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('expected a whole number of 1 or more');
  return Number(text);
}
