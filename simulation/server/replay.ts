import { isDeepStrictEqual } from 'node:util';
import { plain } from '../payloads.ts';
import {
  openRun,
  type Activation,
  type Command,
  type Job,
  type RunInfo,
  type Sandbox,
  type SandboxedRun,
} from '../sandbox.ts';

export interface RecordedActivation {
  activation: Activation;
  commands: Command[];
}

/** The workflow's own code threw, said other things the second time, or never comes to rest: no story goes on from there. */
export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  readonly rule: string;

  constructor(rule: string, message: string) {
    super(message);
    this.rule = rule;
  }
}

/** Rebuilds a run from what is recorded of it, as a worker does that has never seen it; it must say the same again. */
export const replay = async (
  sandbox: Sandbox,
  info: RunInfo,
  recorded: readonly RecordedActivation[],
  patches: readonly string[],
): Promise<SandboxedRun> => {
  const run = await openRun(sandbox, info);
  let known: Job[] = patches.map((patchId) => ({ notifyHasPatch: { patchId } }));
  for (const { activation, commands } of recorded) {
    const jobs = [...known, ...(activation.jobs ?? [])];
    known = [];
    const again = await activate(run, { ...activation, isReplaying: true, jobs });
    const [before, now] = [plain(commands), plain(again)];
    if (!isDeepStrictEqual(before, now)) {
      throw new TaskFailure(
        'a replay says the same',
        `A replay says other things.\nFirst: ${JSON.stringify(before)}\nAgain: ${JSON.stringify(now)}`,
      );
    }
  }
  return run;
};

export const activate = async (run: SandboxedRun, activation: Activation): Promise<Command[]> => {
  const { successful, failed } = await run.activate(activation);
  await run.getAndResetSinkCalls();
  if (successful) return successful.commands ?? [];
  const { message, stackTrace } = failed?.failure ?? {};
  throw new TaskFailure('no task fails', `${message}\n${stackTrace ?? ''}`);
};
