import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { afterEach, expect, test } from 'vitest';
import { applyReservationUpdate, retryUpdate } from '../../src/workflows/messages.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor, type RunningSimulator } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

const door = anOracodeDoor({ timeZone: steadyZone });
const aStay = () => aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 2 }) });
const creates = (simulator: RunningSimulator) =>
  simulator.state().requests.filter(({ path }) => path === '/access_codes/create');
const onCreate = { path: '/access_codes/create', times: 1 };

test.each(['reset_after_commit', 'error_after_commit', 'hang_after_commit', 'invalid_response'] as const)(
  'a create whose answer is lost (%s) leads to one code and is sent once',
  async (kind) => {
    stage = await openStage({ world: [door] });
    stage.simulator.addFault({ kind, ...onCreate });
    const run = await stage.start(aStay());

    const { doors } = await stage.untilReady(run);
    expect(creates(stage.simulator)).toHaveLength(1);
    expect(codesMade(stage.simulator).map((code) => code.access_code_id)).toEqual([
      doors[0]?.code?.accessCodeId,
    ]);
  },
);

test.each(['reset_before_commit', 'error_500', 'html_502', 'outage', 'rate_limited'] as const)(
  'a create that never happened (%s) is sent again',
  async (kind) => {
    stage = await openStage({ world: [door] });
    stage.simulator.addFault({ kind, ...onCreate, ...(kind === 'rate_limited' ? { retry_after: 1 } : {}) });
    const run = await stage.start(aStay());

    await stage.untilReady(run);
    expect(creates(stage.simulator)).toHaveLength(2);
    expect(codesMade(stage.simulator)).toHaveLength(1);
  },
);

test('a lost answer is found although Seam lists new codes a little late', async () => {
  stage = await openStage({ world: [door] });
  stage.simulator.addFault({ kind: 'stale_list', lag_ms: 2_100 }); // the second look of the second attempt sees it
  stage.simulator.addFault({ kind: 'reset_after_commit', ...onCreate });
  const run = await stage.start(aStay());

  await stage.until(run, ({ code }) => code !== null);
  expect(creates(stage.simulator)).toHaveLength(1);
});

test('a run that was terminated and started again adopts the code of its earlier life', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay();
  const first = await stage.start(reservation);
  await stage.untilReady(first);
  await first.terminate('an operator pressed the wrong button');

  const second = await stage.start(reservation);
  await stage.untilReady(second);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('a code of an earlier life for other times is an orphan, and the stay gets its own', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay();
  const first = await stage.start(reservation);
  await stage.untilReady(first);
  await first.terminate('');

  const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 4 }) };
  const second = await stage.start(moved);
  const { doors } = await stage.untilReady(second);
  expect(codesMade(stage.simulator)).toHaveLength(2);
  expect(doors[0]?.orphanedCodes).toHaveLength(1);
});

test('a stay that changes while its create hangs ends with a code for the new times, and knows of the old one', async () => {
  stage = await openStage({ world: [door] });
  stage.simulator.addFault({ kind: 'hang_after_commit', ...onCreate });
  const reservation = aStay();
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'creating');
  const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 4 }) };
  await run.executeUpdate(applyReservationUpdate, { args: [moved] });

  const { doors } = await stage.until(
    run,
    ({ state, orphanedCodes }) => state === 'ready' && orphanedCodes.length === 1,
  );
  const [old, fresh] = codesMade(stage.simulator);
  expect(codesMade(stage.simulator)).toHaveLength(2);
  expect(doors[0]?.orphanedCodes[0]?.code.accessCodeId).toBe(old?.access_code_id);
  expect(doors[0]?.code?.accessCodeId).toBe(fresh?.access_code_id);
});

test('a key that Seam does not take waits for a human, and goes on once it is mended', async () => {
  stage = await openStage({ world: [door] });
  const fault = stage.simulator.addFault({ kind: 'unauthorized' });
  const run = await stage.start(aStay());
  const stuck = await stage.until(run, ({ state }) => state === 'needs_human');
  expect(stuck.doors[0]?.problems).toMatchObject([{ reason: 'seam_needs_attention' }]);

  stage.simulator.clearFaults(fault.fault_id);
  await run.executeUpdate(retryUpdate, { args: [{ doorId: door.device_id }] });
  await stage.untilReady(run);
});

test('an error that Seam will not retry is shown with its words, and the code is believed again once it clears', async () => {
  stage = await openStage({ world: [door], setAfterMs: 3_600_000, settingAfterMs: 3_600_000 });
  const run = await stage.start(aStay());
  const { doors } = await stage.until(run, ({ state }) => state === 'waiting_until_ready');
  const accessCodeId = doors[0]?.code?.accessCodeId ?? '';
  stage.simulator.changeAccessCode(accessCodeId, {
    errors: [{ error_code: 'no_space_for_access_code_on_device', message: 'The lock is full' }],
  });

  await run.executeUpdate(retryUpdate, { args: [{}] });
  const failed = await stage.until(run, ({ state }) => state === 'refused');
  expect(failed.doors[0]?.why).toContain('The lock is full');

  stage.simulator.changeAccessCode(accessCodeId, { errors: [], status: 'set' });
  await run.executeUpdate(retryUpdate, { args: [{}] });
  await stage.untilReady(run);
  expect(codesMade(stage.simulator)).toHaveLength(1);
});

test('a code that vanished before the departure is not replaced until a human says so', async () => {
  stage = await openStage({ world: [door] });
  const reservation = aStay();
  const run = await stage.start(reservation);
  const { doors } = await stage.untilReady(run);
  stage.simulator.changeAccessCode(doors[0]?.code?.accessCodeId ?? '', { deleted: true });

  await run.executeUpdate(retryUpdate, { args: [{}] }); // looks again, and finds it gone
  await stage.until(run, ({ problems }) => problems[0]?.reason === 'code_gone');
  await stage.passTo(run, before(reservation.stay.arrival, { hours: 23 })); // a deadline goes by
  expect(creates(stage.simulator)).toHaveLength(1);

  await run.executeUpdate(retryUpdate, { args: [{}] }); // make another
  await stage.untilReady(run);
  expect(creates(stage.simulator)).toHaveLength(2);
});

test('no PIN ever reaches a history', async () => {
  stage = await openStage({ world: [door] });
  const run = await stage.start(aStay());
  await stage.untilReady(run);
  const pin = codesMade(stage.simulator)[0]?.code ?? '';
  const history: unknown = JSON.parse(historyToJSON(await run.fetchHistory()));
  const payloads = JSON.stringify(history, (key, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString('utf8') : value,
  );
  expect(payloads).toContain('accessCodeId');
  expect(payloads).not.toContain(pin);
});
