import { MockActivityEnvironment } from '@temporalio/testing';
import { expect, test } from 'vitest';
import { createIssueAccessCode } from '../../src/activities/issue-access-code.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { createSeam } from '../../src/seam/client.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, startSimulator } from '../support/simulator.ts';

test('a code is told of as made once, and as adopted by an attempt that finds it', async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  const simulator = await startSimulator({ world: [door], settingAfterMs: 0, setAfterMs: 0 });
  const told: string[] = [];
  const issue = createIssueAccessCode({
    seam: createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 2_000 }),
    policyOf: () => defaultPolicy,
    lookPausesMs: [],
    readyPausesMs: [],
    onCode: (how) => told.push(how),
  });
  const wanted = {
    key: { source: 'pms', propertyId: 'beach-house', reservationId: '4711' },
    stay: stayOf({ arrivesInDays: 2 }),
    doorId: door.device_id,
    version: 1,
    mayExist: false,
    nowMs: Date.now(),
  };
  for (const attempt of [1, 2]) await new MockActivityEnvironment({ attempt }).run(issue, wanted);
  expect(told).toEqual(['made', 'adopted']);
  expect(simulator.state().access_codes).toHaveLength(1);
  await simulator.close();
});
