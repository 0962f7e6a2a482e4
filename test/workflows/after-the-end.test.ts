import { expect, test } from 'vitest';
import { cancelReservationUpdate } from '../../src/workflows/messages.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage } from '../support/stage.ts';

const door = anOracodeDoor({ timeZone: steadyZone });
const doorIds = [door.device_id];

test('a booking that comes in after the end of a run that knew better begins no other', async () => {
  await using stage = await openStage({ world: [door] });
  const booked = aReservation({ doorIds, stay: stayOf({ arrivesInDays: 20 }), revision: 1 });
  const run = await stage.start(booked);
  await stage.settle(run);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 3 }] });
  await run.result();

  const late = { ...booked, revision: 2, stay: stayOf({ arrivesInDays: 40 }) };
  const answer = await startReservation(stage.client, 'nobody-works-here', late);

  expect(answer).toEqual({ workflowId: run.workflowId, outcome: 'dropped' });
  expect((await run.describe()).status.name).toBe('COMPLETED');
  expect(codesMade(stage.simulator)).toHaveLength(0);
});
