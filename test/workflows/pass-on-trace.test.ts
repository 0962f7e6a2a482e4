import { Client, type WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { retryUpdate } from '../../src/workflows/messages.ts';
import { TRACE_HEADER } from '../../src/workflows/pass-on-trace.ts';
import type { reservationWorkflow } from '../../src/workflows/reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const stay = stayOf({ arrivesInDays: 20 });

let stage: Stage;
/** Each activity that ran, with the trace it was given. */
let ran: string[];
beforeEach(async () => {
  ran = [];
  const record: ActivityInterceptorsFactory = ({ info: { activityType } }) => ({
    inbound: {
      execute: (input, next) => {
        const trace = input.headers[TRACE_HEADER];
        ran.push(
          `${activityType} of ${trace ? defaultPayloadConverter.fromPayload<string>(trace) : 'nobody'}`,
        );
        return next(input);
      },
    },
  });
  stage = await openStage({ world: [door] }, {}, { interceptors: { activity: [record] } });
});
afterEach(() => stage[Symbol.asyncDispose]());

/** Sends the stage's messages with a trace of that name. */
const clientOf = (name: string): Client => {
  const headers = { [TRACE_HEADER]: defaultPayloadConverter.toPayload(name) };
  const carry: WorkflowClientInterceptor = {
    signalWithStart: (input, next) => next({ ...input, headers }),
    startUpdate: (input, next) => next({ ...input, headers }),
  };
  const { connection, options } = stage.client;
  return new Client({ connection, namespace: options.namespace, interceptors: { workflow: [carry] } });
};
const start = async (client: Client) => {
  const reservation = aReservation({ doorIds: [door.device_id], stay });
  const { workflowId } = await startReservation(client, stage.taskQueue, reservation);
  const run = stage.client.workflow.getHandle<typeof reservationWorkflow>(workflowId);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  return run;
};

test('activities carry the trace of the message that woke their run, the latest one', async () => {
  const run = await start(clientOf('booking'));
  expect(new Set(ran)).toEqual(new Set(['planAccess of booking']));

  ran = [];
  const another = clientOf('operator').workflow.getHandle(run.workflowId);
  await another.executeUpdate(retryUpdate, { args: [{ doorId: door.device_id }] });
  await stage.settle(run);
  expect(new Set(ran)).toEqual(new Set(['planAccess of operator']));

  ran = [];
  await run.executeUpdate(retryUpdate, { args: [{ doorId: door.device_id }] });
  await stage.settle(run);
  expect(new Set(ran)).toEqual(new Set(['planAccess of nobody']));
});

test('what a timer brings about weeks later is no part of the booking’s trace', async () => {
  const run = await start(clientOf('booking'));
  ran = [];
  await stage.passTo(run, before(stay.arrival, { days: 7, minutes: -1 }));
  await stage.untilReady(run);
  expect(ran).toContain('issueAccessCode of nobody');
  expect(ran.join()).not.toContain('booking');
});
