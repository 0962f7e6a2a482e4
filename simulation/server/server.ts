import { settled } from '../agenda.ts';
import type { Payload } from '@temporalio/common';
import type { Job } from '../sandbox.ts';
import { toPayloads } from '../payloads.ts';
import { Run, type Closed } from './run.ts';
import { RunNotFound, UpdateDesk } from './updates.ts';
import type { World } from './world.ts';

export interface StartOptions {
  workflowId: string;
  workflowType: string;
  args: unknown[];
  searchAttributes: Record<string, Payload>;
  memo: Record<string, Payload>;
}

/** As much of a Temporal server as runs and their callers can tell apart from one. */
export class Server {
  readonly #world: World;
  readonly #updates = new UpdateDesk();
  readonly #runs = new Map<string, Run>();
  #count = 0;

  constructor(world: World) {
    this.#world = world;
  }

  running(workflowId: string): Run | null {
    const run = this.#runs.get(workflowId);
    return run && !run.closed ? run : null;
  }

  /** How the last run of that id ended; null while it runs, undefined where there was none. */
  lastClosed(workflowId: string): Closed | null | undefined {
    return this.#runs.get(workflowId)?.closed;
  }

  start(options: StartOptions): Run {
    if (this.running(options.workflowId)) throw new Error(`${options.workflowId} runs already`);
    const { agenda, chance } = this.#world;
    const { args, ...start } = options;
    const runId = `run-${(this.#count += 1)}-${chance.below(1e9)}`;
    const seed = Array.from({ length: 16 }, () => chance.below(256));
    const info = { ...start, runId, startedAt: agenda.now, seed };
    const run: Run = new Run(this.#world, info, args, this.#updates, (closed) =>
      this.#closed(run, options, closed),
    );
    this.#runs.set(options.workflowId, run);
    return run;
  }

  signal(workflowId: string, name: string, args: unknown[]): void {
    const run = this.running(workflowId);
    if (!run) throw new RunNotFound(workflowId);
    const job: Job = { signalWorkflow: { signalName: name, input: toPayloads(args), headers: {} } };
    run.deliver(job);
  }

  /** Answers as the run does; after `withinMs` without a worker the caller has gone, and so may the update. */
  async update(workflowId: string, name: string, args: unknown[], withinMs: number): Promise<unknown> {
    const run = this.running(workflowId);
    if (!run) throw new RunNotFound(workflowId);
    const id = `update-${(this.#count += 1)}`;
    const answer = this.#updates.expect(id, run.info.runId);
    const meta = { identity: 'simulation', updateId: id };
    const input = toPayloads(args);
    run.deliver({
      doUpdate: { id, protocolInstanceId: id, name, input, headers: {}, runValidator: true, meta },
    });
    const tooLate = new Promise((resolve) => {
      this.#world.agenda.after(withinMs, async () => {
        if (this.#world.chance.isHit(0.5) && !this.#updates.isAccepted(id)) run.withdrawUpdate(id);
        resolve(UNANSWERED);
        await settled();
      });
    });
    return Promise.race([answer, tooLate]);
  }

  requestCancel(workflowId: string): void {
    this.running(workflowId)?.deliver({ cancelWorkflow: { reason: 'from the UI' } });
  }

  query(workflowId: string, name: string): Promise<unknown> {
    const run = this.running(workflowId);
    return run ? run.query(name) : Promise.resolve(undefined);
  }

  async dispose(): Promise<void> {
    for (const run of this.#runs.values()) await run.dispose();
  }

  #closed(run: Run, options: StartOptions, closed: Closed): void {
    this.#world.onClosed(options.workflowId, closed.how, closed.result);
    if (!closed.next) return;
    const { args, messages } = closed.next;
    const next = this.start({ ...options, ...run.listed, args });
    for (const job of messages) {
      if (job.doUpdate?.id) this.#updates.moveTo(job.doUpdate.id, next.info.runId);
      next.deliver(job);
    }
  }
}

export const UNANSWERED = Symbol('no worker answered in time');
