import { ApplicationFailure, defaultFailureConverter, defaultPayloadConverter } from '@temporalio/common';
import { msOptionalToNumber } from '@temporalio/common/lib/time.js';
import { settled, type Cancel } from '../agenda.ts';
import { fromPayload, toPayload } from '../payloads.ts';
import { runActivity, type Command, type Failure, type Job } from '../sandbox.ts';
import { toMs } from './durations.ts';
import type { World } from './world.ts';

type Schedule = NonNullable<Command['scheduleActivity']>;
type LocalSchedule = NonNullable<Command['scheduleLocalActivity']>;
type Result = NonNullable<NonNullable<Job['resolveActivity']>['result']>;

interface Pending {
  schedule: Schedule | LocalSchedule;
  isLocal: boolean;
  attempt: number;
  scheduledAt: number;
  /** Whatever an earlier attempt answers counts for nothing. */
  token: object;
  timers: Cancel[];
  isRunning: boolean;
}

/** The activities of one run: attempts, their limits, and when each is tried again. */
export class ActivityHost {
  readonly #world: World;
  readonly #workflowId: string;
  readonly #deliver: (seq: number, result: Result, isLocal: boolean) => void;
  readonly #pending = new Map<number, Pending>();

  constructor(
    world: World,
    workflowId: string,
    deliver: (seq: number, result: Result, isLocal: boolean) => void,
  ) {
    this.#world = world;
    this.#workflowId = workflowId;
    this.#deliver = deliver;
    world.worker.onGone(() => this.#loseAttempts());
  }

  get areIdle(): boolean {
    return this.#pending.size === 0;
  }

  schedule(schedule: Schedule | LocalSchedule, isLocal: boolean): void {
    const { agenda } = this.#world;
    const pending: Pending = {
      schedule,
      isLocal,
      attempt: 1,
      scheduledAt: agenda.now,
      token: {},
      timers: [],
      isRunning: false,
    };
    this.#pending.set(schedule.seq ?? 0, pending);
    const limit = toMs(schedule.scheduleToCloseTimeout);
    if (limit !== undefined && !isLocal) {
      pending.timers.push(agenda.after(limit, () => this.#end(pending, failed(pending, timedOut(3)))));
    }
    this.#dispatch(pending, isLocal ? 0 : this.#world.chance.between(1, 60));
  }

  /** The workflow wants it no more: it hears so at once, whatever the attempt still does. */
  cancel(seq: number): void {
    const pending = this.#pending.get(seq);
    if (!pending) return;
    const cause: Failure = { message: 'Activity cancelled', canceledFailureInfo: {} };
    this.#end(pending, { cancelled: { failure: wrapped(pending, cause) } });
  }

  dropLocal(): void {
    for (const pending of this.#pending.values()) if (pending.isLocal) this.#forget(pending);
  }

  dropAll(): void {
    for (const pending of this.#pending.values()) this.#forget(pending);
  }

  #forget(pending: Pending): void {
    pending.token = {};
    for (const cancel of pending.timers) cancel();
    this.#pending.delete(pending.schedule.seq ?? 0);
  }

  #dispatch(pending: Pending, afterMs: number): void {
    const { token } = pending;
    const begin = () => {
      if (pending.token !== token || !this.#pending.has(pending.schedule.seq ?? 0)) return undefined;
      if (this.#world.worker.isUp) return this.#attempt(pending);
      this.#world.worker.whenUp(() => this.#dispatch(pending, this.#world.chance.between(5, 500)));
      return undefined;
    };
    this.#world.agenda.after(afterMs, begin);
  }

  #attempt(pending: Pending): Promise<void> {
    const { agenda, activities } = this.#world;
    const { schedule, attempt } = pending;
    const token = {};
    pending.token = token;
    pending.isRunning = true;
    const limit = toMs(schedule.startToCloseTimeout);
    if (limit !== undefined) {
      const giveUp = () => pending.token === token && this.#retry(pending, () => timedOut(1), undefined);
      pending.timers.push(agenda.after(limit, giveUp));
    }
    const type = schedule.activityType ?? '';
    const call = activities[type];
    if (!call) throw new Error(`There is no activity ${type}`);
    const args = (schedule.arguments ?? []).map(fromPayload);
    this.#world.count(type);
    runActivity(
      { attempt, activityType: type, workflowExecution: { workflowId: this.#workflowId, runId: '' } },
      () => call(...args),
    ).then(
      (value) =>
        this.#land(pending, token, () => this.#end(pending, { completed: { result: toPayload(value) } })),
      (error: unknown) => this.#land(pending, token, () => this.#fail(pending, error)),
    );
    return settled();
  }

  #land(pending: Pending, token: object, run: () => void): void {
    if (pending.token !== token) return;
    const travelMs = pending.isLocal ? 0 : this.#world.chance.between(0, 15);
    this.#world.agenda.after(travelMs, () => {
      if (pending.token === token) run();
    });
  }

  #fail(pending: Pending, error: unknown): void {
    // Most are tried again, and nobody reads what they failed of.
    const failure = () => defaultFailureConverter.errorToFailure(error, defaultPayloadConverter);
    const told = error instanceof ApplicationFailure ? error : null;
    const refusedTypes = pending.schedule.retryPolicy?.nonRetryableErrorTypes ?? [];
    const isFinal = told?.nonRetryable === true || refusedTypes.includes(told?.type ?? '');
    if (isFinal) this.#end(pending, failed(pending, failure()));
    else this.#retry(pending, failure, msOptionalToNumber(told?.nextRetryDelay ?? undefined));
  }

  #retry(pending: Pending, failure: () => Failure, askedMs: number | undefined): void {
    const { schedule, attempt, scheduledAt } = pending;
    const policy = schedule.retryPolicy;
    const firstMs = toMs(policy?.initialInterval) ?? 1_000;
    const mostMs = toMs(policy?.maximumInterval) ?? firstMs * 100;
    const pauseMs = askedMs ?? Math.min(firstMs * (policy?.backoffCoefficient || 2) ** (attempt - 1), mostMs);
    const most = policy?.maximumAttempts || Infinity;
    const until = scheduledAt + (toMs(schedule.scheduleToCloseTimeout) ?? Infinity);
    if (attempt >= most || this.#world.agenda.now + pauseMs >= until) {
      this.#end(pending, failed(pending, failure()));
      return;
    }
    pending.attempt += 1;
    pending.isRunning = false;
    pending.token = {};
    this.#dispatch(pending, pauseMs);
  }

  #end(pending: Pending, result: Result): void {
    if (this.#pending.get(pending.schedule.seq ?? 0) !== pending) return;
    this.#forget(pending);
    this.#deliver(pending.schedule.seq ?? 0, result, pending.isLocal);
  }

  /** A process that died beats no more; without a heartbeat its attempt is missed only when its time is up. */
  #loseAttempts(): void {
    for (const pending of this.#pending.values()) {
      if (!pending.isRunning || pending.isLocal) continue;
      const token = (pending.token = {});
      const { heartbeatTimeout } = pending.schedule as Schedule;
      const noticedMs = toMs(heartbeatTimeout) ?? toMs(pending.schedule.startToCloseTimeout) ?? 60_000;
      this.#world.agenda.after(noticedMs, () => {
        if (pending.token === token)
          this.#retry(pending, () => timedOut(heartbeatTimeout ? 4 : 1), undefined);
      });
    }
  }
}

const timedOut = (timeoutType: 1 | 3 | 4): Failure => ({
  message: 'activity timed out',
  timeoutFailureInfo: { timeoutType },
});

const wrapped = ({ schedule }: Pending, cause: Failure): Failure => ({
  message: 'Activity task failed',
  cause,
  activityFailureInfo: {
    activityType: { name: schedule.activityType ?? '' },
    activityId: String(schedule.seq),
    identity: 'simulation',
    retryState: 5,
  },
});

// What a local activity fails with comes as it is.
const failed = (pending: Pending, cause: Failure): Result => ({
  failed: { failure: pending.isLocal ? cause : wrapped(pending, cause) },
});
