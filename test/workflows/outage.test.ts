import { afterEach, describe, expect, test } from 'vitest';
import { untilAskedAgain } from '../../src/domain/door/pauses.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const arrival = Date.parse('2026-12-01T16:00:00Z');
const known = { earliest: arrival, latest: arrival };

describe('Seam gave no answer; it is asked again', () => {
  test.each([
    ['ever later while the arrival is far', 48, [5, 10, 20, 40, 60, 60]],
    ['every five minutes near the arrival', 3, [5, 5, 5, 5, 5, 5]],
    ['and no later than four hours before it', 4.5, [5, 10, 20, 30, 30, 30]],
    ['ever later again when the arrival is long past', -5, [5, 10, 20, 40, 60, 60]],
  ])('%s', (_when, hoursAhead, minutes) => {
    const asked = minutes.map((_, failures) => untilAskedAgain(arrival - hoursAhead * HOUR, failures, known));
    expect(asked.map((ms) => ms / MINUTE)).toEqual(minutes);
  });

  test('a door whose zone is unknown is near its arrival wherever it may be', () => {
    const somewhere = { earliest: arrival - 14 * HOUR, latest: arrival + 12 * HOUR };
    const pauses = [-17, 0, 15].map((hours) => untilAskedAgain(arrival + hours * HOUR, 4, somewhere));
    expect(pauses).toEqual([5 * MINUTE, 5 * MINUTE, 5 * MINUTE]);
  });
});

describe('an outage of eight hours', () => {
  let stage: Stage;
  afterEach(() => stage[Symbol.asyncDispose]());

  test('a week before arrival costs no attempt a minute, and the code is made within the hour after', async () => {
    const door = anOracodeDoor({ timeZone: steadyZone });
    const stay = stayOf({ arrivesInDays: 20 });
    stage = await openStage({ world: [door] });
    const run = await stage.start(aReservation({ doorIds: [door.device_id], stay }));
    await stage.settle(run);
    await stage.passTo(run, before(stay.arrival, { days: 7, hours: 2 }));
    await stage.settle(run);
    const asked = stage.simulator.state().requests.length;

    stage.simulator.addFault({ kind: 'outage' });
    await stage.pass(run, '10 hours'); // the issue window opens after two
    await stage.settle(run);
    expect(codesMade(stage.simulator)).toHaveLength(0);
    expect(stage.simulator.state().requests.length - asked).toBeLessThan(130);

    stage.simulator.clearFaults();
    await stage.pass(run, '63 minutes');
    await stage.untilReady(run);
    expect(codesMade(stage.simulator)).toHaveLength(1);
  });
});
