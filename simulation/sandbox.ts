/** The one file that knows the SDK from within: its sandbox for workflow code, and the context its activities find themselves in. */
import { createRequire } from 'node:module';
import v8 from 'node:v8';
import { asyncLocalStorage, Context, type Info } from '@temporalio/activity';
import { noopMetricMeter, TypedSearchAttributes, type Payload } from '@temporalio/common';
import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import type { coresdk } from '@temporalio/proto';
import type { Workflow, WorkflowCreateOptions } from '@temporalio/worker/lib/workflow/interface.js';
import type { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import type { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import { fromPayload } from './payloads.ts';

const require = createRequire(import.meta.url);

export type Job = coresdk.workflow_activation.IWorkflowActivationJob;
export type Activation = coresdk.workflow_activation.IWorkflowActivation;
export type Command = coresdk.workflow_commands.IWorkflowCommand;
export type Failure = NonNullable<coresdk.workflow_completion.IFailure['failure']>;
export type Sandbox = ReusableVMWorkflowCreator;
export type SandboxedRun = Workflow;

/** What the server knows of a run when it starts. */
export interface RunInfo {
  workflowId: string;
  runId: string;
  workflowType: string;
  /** Epoch milliseconds. */
  startedAt: number;
  seed: number[];
  searchAttributes: Record<string, Payload>;
  memo: Record<string, Payload>;
}

interface Internals {
  ReusableVMWorkflowCreator: typeof ReusableVMWorkflowCreator;
  parseWorkflowCode: typeof parseWorkflowCode;
}

export const openSandbox = async (code: string, activityNames: string[]): Promise<Sandbox> => {
  // Loaded when it is needed: it brings the native core.
  const { ReusableVMWorkflowCreator: Creator, parseWorkflowCode: parse } = {
    ...(require('@temporalio/worker/lib/workflow/reusable-vm.js') as object),
    ...(require('@temporalio/worker/lib/worker.js') as object),
  } as Internals;
  // A stack for every promise takes more time than the workflow itself, as does a time limit for each call.
  const hooks = v8.promiseHooks as { createHook: unknown };
  const { createHook } = hooks;
  hooks.createHook = () => () => undefined;
  try {
    return await Creator.create(parse(code), undefined as unknown as number, new Set(activityNames));
  } finally {
    hooks.createHook = createHook;
  }
};

export const openRun = (sandbox: Sandbox, run: RunInfo): Promise<SandboxedRun> => {
  const startTime = new Date(run.startedAt);
  const memo = Object.entries(run.memo).map(([name, payload]) => [name, fromPayload(payload)] as const);
  const info = {
    workflowId: run.workflowId,
    runId: run.runId,
    workflowType: run.workflowType,
    searchAttributes: {},
    typedSearchAttributes: decodeTypedSearchAttributes(run.searchAttributes) ?? new TypedSearchAttributes(),
    memo: Object.fromEntries(memo),
    taskQueue: 'simulation',
    namespace: 'simulation',
    firstExecutionRunId: run.runId,
    startTime,
    runStartTime: startTime,
    taskTimeoutMs: 10_000,
    attempt: 1,
    historyLength: 3,
    historySize: 300,
    continueAsNewSuggested: false,
    unsafe: { isReplaying: false, isReplayingHistoryEvents: false },
    priority: {},
  };
  return sandbox.createWorkflow({
    info: info as unknown as WorkflowCreateOptions['info'],
    randomnessSeed: run.seed,
    now: run.startedAt,
    showStackTraceSources: false,
  });
};

const silent = () => undefined;
const log = { log: silent, trace: silent, debug: silent, info: silent, warn: silent, error: silent };

/** Calls an activity as a worker would: it finds its attempt, and may beat. */
export const runActivity = <T>(info: Partial<Info>, call: () => Promise<T>): Promise<T> => {
  const never = new Promise<never>(() => undefined);
  const context = new Context(
    info as Info,
    never,
    new AbortController().signal,
    silent,
    undefined,
    log,
    noopMetricMeter,
    {},
  );
  return asyncLocalStorage.run(context, call);
};
