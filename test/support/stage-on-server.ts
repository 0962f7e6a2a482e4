import { setTimeout as pause } from 'node:timers/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import type { Duration } from '@temporalio/common';
import { msToNumber } from '@temporalio/common/lib/time.js';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { createActivities } from '../../src/activities/index.ts';
import { staffDigestWorkflowId } from '../../src/domain/ids.ts';
import type { CodesNews, StaffDigest, StaffNotice } from '../../src/domain/outgoing.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import type { DoorReport, ReservationState } from '../../src/domain/reservation-state.ts';
import { createSeam } from '../../src/seam/client.ts';
import { announceStay } from '../../src/temporal/announce-stay.ts';
import { createFeedImporter } from '../../src/temporal/feed-importer.ts';
import { findOverlaps } from '../../src/temporal/find-overlaps.ts';
import { gatherNotices } from '../../src/temporal/gather-notices.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { workflowSource } from '../../src/temporal/workflow-code.ts';
import { reservationStateQuery } from '../../src/workflows/messages.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { startSimulator, type RunningSimulator } from './simulator.ts';
import { fastForward, skipWhenIdle, uniqueTaskQueue } from './time-skipping.ts';

export type ReservationHandle = WorkflowHandle<typeof reservationWorkflow>;

export interface Stage extends AsyncDisposable {
  simulator: RunningSimulator;
  client: Client;
  taskQueue: string;
  start: (reservation: Reservation) => Promise<ReservationHandle>;
  stateOf: (handle: ReservationHandle) => Promise<ReservationState>;
  /** Asks the run until its first door answers to the description; fails with its last state after 30 s. */
  until: (
    handle: ReservationHandle,
    is: (door: DoorReport, state: ReservationState) => boolean,
  ) => Promise<ReservationState>;
  /** The messages staff were sent. */
  digests: StaffDigest[];
  /** Hands notices to the run that gathers them, as a reservation does. */
  raise: (notices: StaffNotice[]) => Promise<void>;
  /** What guest and PMS were told, in order. */
  told: CodesNews[];
  /** Called before each of these messages is taken. */
  whenTold: (listener: (news: CodesNews) => Promise<void>) => void;
  /** Every notice staff were sent so far, after the waiting that gathers them. */
  staffNotices: () => Promise<StaffNotice[]>;
  /** Lets the run's own looks at Seam happen, until its first door is ready. */
  untilReady: (handle: ReservationHandle) => Promise<ReservationState>;
  /** Until nothing is under way: what is left waits for time, an activity's next attempt included. */
  settle: (handle: ReservationHandle) => Promise<void>;
  /** Time passes for the simulator and for the run alike. */
  pass: (handle: ReservationHandle, duration: Duration) => Promise<void>;
  /** The run goes through all the time it still has. */
  passToEnd: (handle: ReservationHandle) => Promise<ReservationState>;
  /** The same, up to an instant (UTC, ISO 8601). */
  passTo: (handle: ReservationHandle, instant: string) => Promise<void>;
}

const bundleWorkflows = () => bundleWorkflowCode({ ...workflowSource, logger: new DefaultLogger('ERROR') });
let bundled: ReturnType<typeof bundleWorkflows> | undefined;

export interface StageOptions extends Pick<
  WorkerOptions,
  | 'dataConverter'
  | 'interceptors'
  | 'maxConcurrentWorkflowTaskExecutions'
  | 'maxConcurrentWorkflowTaskPolls'
  | 'workflowBundle'
> {
  importing?: Parameters<typeof createFeedImporter>[2];
}

/** The real server, a worker on a task queue of its own, and a simulated Seam. Only the clocks are ours. */
export const openStageOn = async (
  { address, namespace }: { address: string; namespace: string },
  simulated: Partial<SimulatorOptions>,
  policy: Partial<Policy> = {},
  { importing = { messagesPerSecond: 1_000 }, workflowBundle, ...workerOptions }: StageOptions = {},
): Promise<Stage> => {
  const taskQueue = uniqueTaskQueue('stage');
  // Codes are set as soon as they are made, unless a test is about the waiting.
  const simulator = await startSimulator({ settingAfterMs: 0, setAfterMs: 0, ...simulated });
  const seam = createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 2_000 });
  const connection = await Connection.connect({ address });
  const client = new Client({ connection, namespace });
  const told: CodesNews[] = [];
  let listener: (news: CodesNews) => Promise<void> = async () => undefined;
  const tell = async (news: CodesNews) => {
    await listener(news);
    told.push(news);
  };
  const digests: StaffDigest[] = [];
  const workerConnection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection: workerConnection,
    namespace,
    taskQueue,
    workflowBundle: workflowBundle ?? (await (bundled ??= bundleWorkflows())),
    activities: createActivities({
      findOverlaps: findOverlaps(client),
      announceStay: announceStay(client),
      importer: createFeedImporter(client, taskQueue, importing),
      env: {},
      gather: gatherNotices(client, taskQueue),
      notify: {
        codesChannels: (news) => [{ name: 'recorder', send: () => tell(news) }],
        staffChannels: (digest) => [{ name: 'recorder', send: async () => void digests.push(digest) }],
      },
      seam,
      policyOf: () => ({ ...defaultPolicy, ...policy }),
      lookPausesMs: [50, 150],
      readyPausesMs: [30],
    }),
    maxCachedWorkflows: 50,
    ...workerOptions,
  });
  const running = worker.run();

  const pass = async (handle: ReservationHandle, duration: Duration) => {
    simulator.advance(msToNumber(duration));
    await fastForward(client, handle.workflowId, duration);
  };
  const stateOf = (handle: ReservationHandle) => handle.query(reservationStateQuery);
  const settle = async (handle: ReservationHandle) => {
    for (const deadline = Date.now() + 30_000; await isUnderWay(handle); await pause(15)) {
      if (Date.now() > deadline) throw new Error(`${handle.workflowId} is still busy after 30 s`);
    }
  };
  const untilReady = async (handle: ReservationHandle) => {
    for (let looks = 0; looks < 12; looks += 1) {
      // A jump whose target goes by in real time while work is under way may carry the run on to its next timer.
      await settle(handle);
      const state = await stateOf(handle);
      if (state.doors[0]?.state === 'ready') return state;
      await pass(handle, '30 seconds');
    }
    throw new Error(`Not ready after six minutes: ${JSON.stringify(await stateOf(handle), null, 2)}`);
  };
  return {
    told,
    digests,
    raise: gatherNotices(client, taskQueue),
    whenTold: (heard) => void (listener = heard),
    staffNotices: async () => {
      const gathering = staffDigestWorkflowId(taskQueue);
      await skipWhenIdle(client, gathering).then(
        () => client.workflow.getHandle(gathering).result(),
        () => undefined, // nothing is being gathered
      );
      return digests.flatMap(({ notices }) => notices);
    },
    untilReady,
    simulator,
    client,
    taskQueue,
    start: async (reservation) =>
      client.workflow.getHandle<typeof reservationWorkflow>(
        (await startReservation(client, taskQueue, reservation)).workflowId,
      ),
    stateOf,
    until: async (handle, is) => {
      for (const deadline = Date.now() + 30_000; ; await pause(50)) {
        const state = await stateOf(handle);
        if (state.doors[0] && is(state.doors[0], state)) return state;
        if (Date.now() > deadline)
          throw new Error(`It never came to that; last: ${JSON.stringify(state, null, 2)}`);
      }
    },
    settle,
    pass,
    passToEnd: async (handle) => {
      await skipWhenIdle(client, handle.workflowId);
      return handle.result();
    },
    passTo: (handle, instant) => pass(handle, Date.parse(instant) - Date.parse(simulator.now())),
    [Symbol.asyncDispose]: async () => {
      worker.shutdown();
      await running;
      await connection.close();
      await workerConnection.close();
      await simulator.close();
    },
  };
};

/** How many codes Seam really made, whatever anybody was told. */
export const codesMade = (simulator: RunningSimulator) => simulator.state().access_codes;

const isUnderWay = async (handle: ReservationHandle): Promise<boolean> => {
  const { raw } = await handle.describe();
  const isWaiting = ({ nextAttemptScheduleTime }: { nextAttemptScheduleTime?: unknown }) =>
    nextAttemptScheduleTime != null;
  return raw.pendingWorkflowTask != null || !(raw.pendingActivities ?? []).every(isWaiting);
};
