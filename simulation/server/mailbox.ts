import type { Chance } from '../chance.ts';
import type { Job } from '../sandbox.ts';

/** What has come for a run and no task has taken yet. */
export class Mailbox {
  #jobs: Job[] = [];

  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  /** What the server has in the history already; an update that was admitted is only promised. */
  get holdsEvents(): boolean {
    return this.#jobs.some((job) => !job.doUpdate);
  }

  add(job: Job): void {
    this.#jobs.push(job);
  }

  /** Back to the front: the task that had taken them came to nothing. */
  putBack(jobs: readonly Job[]): void {
    this.#jobs.unshift(...jobs);
  }

  takeAll(chance: Chance): Job[] {
    const jobs = this.#jobs;
    this.#jobs = [];
    return inOrder(jobs, chance);
  }

  withdraw(isGone: (job: Job) => boolean): void {
    this.#jobs = this.#jobs.filter((job) => !isGone(job));
  }

  /** What outlives a run that continues as new. */
  messages(): Job[] {
    return this.#jobs.filter((job) => job.signalWorkflow ?? job.doUpdate);
  }
}

// As the SDK's core hands them over: the start, then messages as they came, then what the run had asked for, which
// may have come in any order.
const inOrder = (jobs: readonly Job[], chance: Chance): Job[] => {
  if (jobs.length < 2) return [...jobs];
  const isFirst = (job: Job) => job.initializeWorkflow !== undefined && job.initializeWorkflow !== null;
  const isMessage = (job: Job) => Boolean(job.signalWorkflow ?? job.doUpdate);
  const others = jobs.filter((job) => !isFirst(job) && !isMessage(job));
  return [...jobs.filter(isFirst), ...jobs.filter(isMessage), ...chance.shuffled(others)];
};
