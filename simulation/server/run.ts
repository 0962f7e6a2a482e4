import type { Payload } from '@temporalio/common';
import { settled } from '../agenda.ts';
import { fromPayload, sizeOf, toPayloads } from '../payloads.ts';
import type { Activation, Command, Job, RunInfo, SandboxedRun } from '../sandbox.ts';
import { ActivityHost } from './activities.ts';
import { toLong, toMs, toTimestamp } from './durations.ts';
import { bytesOfCommand, bytesOfJob, History } from './history.ts';
import { Mailbox } from './mailbox.ts';
import { activate, replay, type RecordedActivation } from './replay.ts';
import { Timers } from './timers.ts';
import type { UpdateDesk } from './updates.ts';
import type { ClosedHow, World } from './world.ts';

/** Staykey's own: a run of more events continues as a new one. */
const LONGEST_HISTORY = 2_000;

interface Task {
  jobs: Job[];
  recorded: RecordedActivation[];
  localsOpen: number;
}

export interface Closed {
  how: ClosedHow;
  result: unknown;
  /** Of a run that continues as new. */
  next?: { args: unknown[]; messages: Job[] };
}

/** One run on the server: what comes for it, its tasks, and what of its commands becomes of the world. */
export class Run {
  readonly info: RunInfo;
  closed: Closed | null = null;
  readonly #world: World;
  readonly #updates: UpdateDesk;
  readonly #onClosed: (closed: Closed) => void;
  readonly #mailbox = new Mailbox();
  readonly #history: History;
  readonly #timers: Timers;
  readonly #activities: ActivityHost;
  readonly #recorded: RecordedActivation[] = [];
  readonly #patches: string[] = [];
  #searchAttributes: Record<string, Payload>;
  #memo: Record<string, Payload>;
  #sandboxed: SandboxedRun | null = null;
  #task: Task | null = null;
  #isTaskDue = false;
  #restAskedAt: number | null = null;

  constructor(
    world: World,
    info: RunInfo,
    args: unknown[],
    updates: UpdateDesk,
    onClosed: (closed: Closed) => void,
  ) {
    this.#world = world;
    this.info = info;
    this.#updates = updates;
    this.#onClosed = onClosed;
    this.#searchAttributes = info.searchAttributes;
    this.#memo = info.memo;
    this.#history = new History((limit) => world.onLimit(info.workflowId, limit));
    this.#timers = new Timers(world.agenda, (seq) => this.deliver({ fireTimer: { seq } }));
    this.#activities = new ActivityHost(world, info.workflowId, (seq, result, isLocal) => {
      const job: Job = { resolveActivity: { seq, result, isLocal } };
      if (isLocal) return void this.#resolveLocal(job);
      this.#history.add(2, 'an activity');
      this.deliver(job);
    });
    world.worker.onGone(() => this.#loseTask());
    this.deliver({
      initializeWorkflow: {
        workflowType: info.workflowType,
        workflowId: info.workflowId,
        arguments: toPayloads(args),
        randomnessSeed: toLong(info.seed[0] ?? 0),
        headers: {},
        attempt: 1,
        firstExecutionRunId: info.runId,
        startTime: toTimestamp(info.startedAt),
      },
    });
  }

  get listed(): { searchAttributes: Record<string, Payload>; memo: Record<string, Payload> } {
    return { searchAttributes: this.#searchAttributes, memo: this.#memo };
  }

  /** Nothing is under way: what comes next comes with time or from outside. */
  get isAtRest(): boolean {
    return this.closed !== null || (this.#task === null && this.#mailbox.isEmpty && this.#activities.areIdle);
  }

  deliver(job: Job): void {
    if (this.closed) return;
    if (!job.doUpdate) this.#history.add(1, 'a message or a result', bytesOfJob(job));
    this.#mailbox.add(job);
    this.#plan();
  }

  /** The caller has gone before any task took it. */
  withdrawUpdate(id: string): void {
    this.#mailbox.withdraw((job) => job.doUpdate?.id === id);
  }

  async query(name: string): Promise<unknown> {
    if (this.#task || this.#recorded.length === 0) return undefined;
    const run = (this.#sandboxed ??= await this.#rebuild());
    const queryWorkflow = { queryId: 'q', queryType: name, arguments: [], headers: {} };
    // The sandbox takes these as they are, and looks for what the wire's own objects say of themselves.
    const job: Job & { variant: 'queryWorkflow' } = { queryWorkflow, variant: 'queryWorkflow' };
    const done = await run.activate(this.#activation([job]));
    const answer = done.successful?.commands?.[0]?.respondToQuery;
    if (!answer?.succeeded) throw new Error(`Query ${name}: ${answer?.failed?.message ?? 'no answer'}`);
    return fromPayload(answer.succeeded.response);
  }

  async dispose(): Promise<void> {
    this.#timers.dropAll();
    this.#activities.dropAll();
    await this.#sandboxed?.dispose();
    this.#sandboxed = null;
  }

  #plan(): void {
    if (this.#isTaskDue || this.#task || this.closed || this.#mailbox.isEmpty) return;
    this.#isTaskDue = true;
    this.#world.agenda.after(this.#world.chance.below(12), () => {
      this.#isTaskDue = false;
      if (this.#world.worker.isUp) return this.#begin();
      this.#isTaskDue = true;
      this.#world.worker.whenUp(() => {
        this.#isTaskDue = false;
        this.#plan();
      });
      return undefined;
    });
  }

  async #begin(): Promise<void> {
    if (this.#task || this.closed || this.#mailbox.isEmpty) return;
    const task: Task = { jobs: this.#mailbox.takeAll(this.#world.chance), recorded: [], localsOpen: 0 };
    this.#task = task;
    this.#history.add(2, 'a task');
    this.#world.onTask(this.info.workflowId, this.#restOverdueMs());
    if (this.#world.chance.isHit(this.#crashChance())) await this.#evict();
    this.#sandboxed ??= await this.#rebuild();
    await this.#activate(task, task.jobs);
  }

  async #activate(task: Task, jobs: Job[]): Promise<void> {
    if (!this.#sandboxed) throw new Error('A task without a sandbox');
    const activation = this.#activation(jobs);
    const commands = await activate(this.#sandboxed, activation);
    task.recorded.push({ activation, commands });
    for (const { scheduleLocalActivity, requestCancelLocalActivity } of commands) {
      if (scheduleLocalActivity) {
        task.localsOpen += 1;
        this.#activities.schedule(scheduleLocalActivity, true);
      }
      if (requestCancelLocalActivity) this.#activities.cancel(requestCancelLocalActivity.seq ?? 0);
    }
    if (task.localsOpen > 0) return;
    this.#world.agenda.after(this.#world.chance.below(12), () => {
      if (this.#task === task) return this.#complete(task);
      return undefined;
    });
  }

  #resolveLocal(job: Job): void {
    const task = this.#task;
    if (!task) return;
    this.#world.agenda.after(0, () => {
      if (this.#task !== task) return undefined;
      task.localsOpen -= 1;
      this.#history.add(1, 'a local activity', bytesOfJob(job));
      return this.#activate(task, [job]);
    });
  }

  async #complete(task: Task): Promise<void> {
    const commands = task.recorded.flatMap((recorded) => recorded.commands);
    if (this.#mailbox.holdsEvents && commands.some(closing)) {
      // The server refuses to end a run that something has come for meanwhile: the task is done anew with it.
      this.#task = null;
      this.#world.count('unhandled command');
      this.#mailbox.putBack(task.jobs);
      await this.#evict();
      this.#plan();
      return;
    }
    this.#recorded.push(...task.recorded);
    this.#task = null;
    for (const command of commands) this.#carryOut(command);
    if (this.closed) await this.dispose();
    else this.#plan();
    // Callers hear their answer before time goes on.
    await settled();
  }

  #carryOut(command: Command): void {
    this.#history.add(1, 'a command', bytesOfCommand(command));
    const {
      startTimer,
      cancelTimer,
      scheduleActivity,
      requestCancelActivity,
      setPatchMarker,
      updateResponse,
    } = command;
    if (startTimer) this.#timers.start(startTimer.seq ?? 0, toMs(startTimer.startToFireTimeout) ?? 1);
    else if (cancelTimer) {
      this.#timers.cancel(cancelTimer.seq ?? 0);
      this.#mailbox.withdraw((job) => job.fireTimer?.seq === cancelTimer.seq);
    } else if (scheduleActivity) this.#activities.schedule(scheduleActivity, false);
    else if (requestCancelActivity) this.#activities.cancel(requestCancelActivity.seq ?? 0);
    else if (setPatchMarker) this.#patches.push(setPatchMarker.patchId ?? '');
    else if (updateResponse) this.#updates.answer(updateResponse);
    else if (command.upsertWorkflowSearchAttributes) {
      this.#list(command.upsertWorkflowSearchAttributes.searchAttributes);
    } else if (command.modifyWorkflowProperties) {
      this.#memo = { ...this.#memo, ...(command.modifyWorkflowProperties.upsertedMemo?.fields as object) };
      this.#history.holdMemo(Object.values(this.#memo).reduce((sum, payload) => sum + sizeOf(payload), 0));
    } else if (closing(command)) this.#close(command);
  }

  #list(changed: unknown): void {
    const fields = ((changed as { indexedFields?: object }).indexedFields ?? changed) as Record<
      string,
      Payload
    >;
    for (const [name, payload] of Object.entries(fields)) {
      this.#history.holdSearchAttribute(name, sizeOf(payload));
    }
    this.#searchAttributes = { ...this.#searchAttributes, ...fields };
  }

  #close(command: Command): void {
    const { completeWorkflowExecution, failWorkflowExecution, continueAsNewWorkflowExecution } = command;
    if (completeWorkflowExecution) {
      this.closed = { how: 'completed', result: fromPayload(completeWorkflowExecution.result) };
    } else if (failWorkflowExecution) {
      this.closed = { how: 'failed', result: failWorkflowExecution.failure?.message };
    } else if (continueAsNewWorkflowExecution) {
      const args = (continueAsNewWorkflowExecution.arguments ?? []).map(fromPayload);
      this.closed = { how: 'continued', result: null, next: { args, messages: this.#mailbox.messages() } };
    } else this.closed = { how: 'cancelled', result: null };
    const carried = this.closed.next?.messages.flatMap((job) => job.doUpdate?.id ?? []) ?? [];
    this.#updates.runClosed(this.info.runId, carried);
    this.#onClosed(this.closed);
  }

  #restOverdueMs(): number {
    if (this.#history.events <= LONGEST_HISTORY && !this.#history.suggestsContinueAsNew) return 0;
    const { now } = this.#world.agenda;
    this.#restAskedAt ??= now;
    return now - Math.max(this.#restAskedAt, this.#world.worker.upSince);
  }

  // A replay takes as long as all that went before: of a long life not every step can pay for one.
  #crashChance(): number {
    const { length } = this.#recorded;
    return length === 0 ? 0 : this.#world.crashChance * Math.min(1, 12 / length);
  }

  #rebuild(): Promise<SandboxedRun> {
    if (this.#recorded.length > 0) this.#world.count('replay');
    return replay(this.#world.sandbox, this.info, this.#recorded, this.#patches);
  }

  async #evict(): Promise<void> {
    const run = this.#sandboxed;
    this.#sandboxed = null;
    await run?.dispose();
  }

  /** The worker died in the midst of it: whatever it had decided is forgotten. */
  #loseTask(): void {
    const task = this.#task;
    this.#task = null;
    if (task) {
      this.#mailbox.putBack(task.jobs);
      this.#activities.dropLocal();
    }
    if (!this.closed) {
      void this.#evict();
      this.#plan();
    }
  }

  #activation(jobs: Job[]): Activation {
    return {
      runId: this.info.runId,
      timestamp: toTimestamp(this.#world.agenda.now),
      isReplaying: false,
      historyLength: this.#history.events,
      historySizeBytes: toLong(this.#history.bytes),
      continueAsNewSuggested: this.#history.suggestsContinueAsNew,
      availableInternalFlags: [1, 2, 3, 4],
      jobs,
    };
  }
}

const closing = (command: Command): boolean =>
  Boolean(
    command.completeWorkflowExecution ??
    command.failWorkflowExecution ??
    command.continueAsNewWorkflowExecution ??
    command.cancelWorkflowExecution,
  );
