import { afterEach, beforeEach, expect, test } from 'vitest';
import type { LiveCode, Option } from '../../src/domain/live-code.ts';
import type { ReservationState } from '../../src/domain/reservation-state.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, before, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';
import { staykeyOn } from '../support/staykey-on-stage.ts';

let stage: Stage;
let door: ReturnType<typeof anOracodeDoor>;
let cli: ReturnType<typeof staykeyOn>;
beforeEach(async () => {
  door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
  stage = await openStage({ world: [door] });
  cli = staykeyOn(stage);
});
afterEach(() => stage[Symbol.asyncDispose]());

const aStay = (arrivesInDays: number, doorIds = [door.device_id]) =>
  aReservation({ doorIds, stay: stayOf({ arrivesInDays }) });
const nameOf = ({ source, propertyId, reservationId }: ReturnType<typeof aStay>) =>
  `${source}/${propertyId}/${reservationId}`;

test('show tells where a door stands, in words and as JSON, and never the PIN', async () => {
  const reservation = aStay(3);
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  await stage.until(run, ({ delivered }) => delivered !== null);

  const words = await cli('show', nameOf(reservation));
  expect(words).toMatchObject({ exitCode: 0, stderr: '' });
  expect(words.stdout).toContain(`door ${door.device_id}  ready`);
  const shown = await cli('show', run.workflowId, '--json');
  expect(shown.json<ReservationState>()).toMatchObject({ status: 'ready', revision: 1 });
  const [code] = codesMade(stage.simulator);
  expect(words.stdout).toContain(code?.access_code_id);
  expect(words.stdout + shown.stdout).not.toMatch(new RegExp(`\\b${code?.code}\\b`));
  expect(words.stdout + shown.stdout).not.toContain('Ada');
});

test('a reservation nobody knows is not found, and a name that is none is refused', async () => {
  expect(await cli('show', 'test-pms/nowhere/0')).toMatchObject({
    exitCode: 4,
    stdout: '',
    stderr: 'No such reservation, or its run has ended: reservation/test-pms/nowhere/0',
  });
  expect(await cli('retry', 'test-pms/nowhere/0')).toMatchObject({ exitCode: 4 });
  expect(await cli('show', '4711')).toMatchObject({
    exitCode: 2,
    stderr: '"4711": expected <source>/<propertyId>/<reservationId> or a workflow id',
  });
});

test('a hold keeps the code from being made until it is released', async () => {
  const reservation = aStay(10);
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  expect(await cli('hold', nameOf(reservation))).toMatchObject({ exitCode: 0 });
  await stage.passTo(run, before(reservation.stay.arrival, { days: 5 })); // two days into the window
  await stage.until(run, ({ state }) => state === 'on_hold');
  expect((await cli('show', nameOf(reservation))).stdout).toContain(`door ${door.device_id}  on hold`);
  expect(codesMade(stage.simulator)).toEqual([]);

  const released = await cli('release', nameOf(reservation), '--json');
  expect(released).toMatchObject({ exitCode: 0, stderr: 'Released: the code is made when it is due.' });
  expect(released.json<ReservationState>().reservationId).toBe(reservation.reservationId);
  await stage.untilReady(run);
});

test('a guest who lost the message is told again, and not before there is something to tell', async () => {
  const reservation = aStay(3);
  const run = await stage.start(reservation);
  await stage.until(run, ({ delivered }) => delivered !== null);
  await stage.settle(run);
  const pins = () => stage.told.map(({ doors }) => doors[0]?.pin);
  expect(pins()).toHaveLength(1);
  expect(await cli('resend', nameOf(reservation), '--door', door.device_id)).toMatchObject({
    exitCode: 0,
    stderr: 'The guest is told again. This is how it stood before; see "staykey show".',
  });
  await expect.poll(pins, { timeout: 10_000 }).toEqual([pins()[0], pins()[0]]);

  const early = aStay(30);
  await stage.until(await stage.start(early), ({ state }) => state === 'not_yet_due');
  const refused = await cli('resend', nameOf(early));
  expect([refused.exitCode, refused.stderr]).toEqual([2, expect.stringContaining('No code is ready')]);
});

test('where no worker answers, that is said, and nothing waits for ever', async () => {
  const reservation = aStay(30);
  const { workflowId } = await startReservation(stage.client, `${stage.taskQueue}-nobody`, reservation);
  const [shown, retried] = await Promise.all([cli('show', workflowId), cli('retry', workflowId)]);
  expect(shown).toMatchObject({
    exitCode: 1,
    stdout: '',
    stderr: 'No answer in time: does a worker run on this task queue?',
  });
  expect(retried).toMatchObject({ exitCode: 1, stdout: '' });
  expect(retried.stderr).toContain('No worker answered in time. Whether the run took it is not known');
});

test('a lever on an unknown door is refused in the run’s own words', async () => {
  const reservation = aStay(30);
  await stage.start(reservation);
  expect(await cli('retry', nameOf(reservation), '--door', 'no-such-door')).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: `No door "no-such-door" here; this run has ${door.device_id}`,
  });
});

test('handled takes a door out of Staykey’s hands, and gives it back', async () => {
  const reservation = aStay(30);
  const run = await stage.start(reservation);
  expect(await cli('handled', nameOf(reservation), '--note', 'spare key')).toMatchObject({ exitCode: 0 });
  await stage.until(run, ({ state }) => state === 'handled_by_hand');
  expect(await cli('handled', nameOf(reservation), '--undo')).toMatchObject({ exitCode: 0 });
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  expect(await cli('handled', nameOf(reservation))).toMatchObject({ exitCode: 2 });
});

test('of several doors one must be named', async () => {
  const gate = anOracodeDoor({ timeZone: steadyZone, name: 'Gate' });
  stage.simulator.addDevice(gate);
  const reservation = aStay(30, [door.device_id, gate.device_id]);
  await stage.start(reservation);
  const answer = await cli('handled', nameOf(reservation), '--note', 'spare key');
  expect(answer.exitCode).toBe(2);
  expect(answer.stderr).toContain(`expected --door with one of ${door.device_id}, ${gate.device_id}`);
});

test('reissue does nothing unless told so, and then warns of the code that stays live', async () => {
  const reservation = aStay(3);
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const [old] = codesMade(stage.simulator);

  const asked = await cli('reissue', nameOf(reservation));
  expect(asked).toMatchObject({ exitCode: 2, stdout: '' });
  expect(asked.stderr).toContain(`Code ${old?.access_code_id} stays live until ${old?.ends_at}`);
  expect(asked.stderr).toContain('expected --yes. Nothing was done.');

  const done = await cli('reissue', nameOf(reservation), '--yes', '--json');
  expect(done.exitCode).toBe(0);
  expect(done.stderr).toContain(`${old?.access_code_id} stays live until`);
  expect(done.json<{ warning: string; state: ReservationState }>().warning).toBe(done.stderr);
  await stage.until(run, ({ code }) => code !== null && code.accessCodeId !== old?.access_code_id);
  expect(codesMade(stage.simulator)).toHaveLength(2);
});

test('reissue of a code that has been replaced already makes no third one', async () => {
  const reservation = aStay(3);
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  const [old] = codesMade(stage.simulator);
  const again = () => cli('reissue', nameOf(reservation), '--code', old?.access_code_id ?? '', '--yes');
  expect(await again()).toMatchObject({ exitCode: 0 });
  await stage.until(run, ({ code }) => code !== null && code.accessCodeId !== old?.access_code_id);
  const repeated = await again();
  expect(repeated).toMatchObject({ exitCode: 2, stdout: '' });
  expect(repeated.stderr).toContain(`not ${old?.access_code_id}: nothing was done`);
  expect(codesMade(stage.simulator)).toHaveLength(2);
});

test('there is nothing to reissue where there is no code', async () => {
  const reservation = aStay(30);
  await stage.start(reservation);
  expect(await cli('reissue', nameOf(reservation), '--yes')).toMatchObject({
    exitCode: 2,
    stderr: `Door "${door.device_id}" has no code to replace; use retry`,
  });
});

test('a cancelled stay leaves a notice, which shows its options and takes a decision', async () => {
  const reservation = aStay(3);
  const run = await stage.start(reservation);
  await stage.untilReady(run);
  expect((await cli('acknowledge', nameOf(reservation))).stdout).toBe('No notice is open.');

  const asked = await cli('cancel', nameOf(reservation));
  expect(asked).toMatchObject({ exitCode: 2, stdout: '' });
  expect(asked.stderr).toContain("stay live and can't be deleted");
  expect(await cli('cancel', nameOf(reservation), '--revision', '1', '--yes')).toMatchObject({
    exitCode: 2,
    stderr: 'Not cancelled: revision 1 is not newer than 1, which the run follows',
  });
  const cancelled = await cli('cancel', nameOf(reservation), '--yes');
  expect(cancelled.exitCode).toBe(0);
  expect(cancelled.stderr).toContain('Cancelled as revision 2');
  await stage.until(run, ({ orphanedCodes }) => (orphanedCodes[0]?.assessment ?? null) !== null);

  const [notice] = (await cli('acknowledge', nameOf(reservation), '--json')).json<
    (LiveCode & { options: Option[] })[]
  >();
  expect(notice?.options.map(({ name }) => name)).toContain('visit_door');
  const noticeId = notice?.noticeId ?? '';
  expect((await cli('acknowledge', nameOf(reservation))).stdout).toContain(`${noticeId}  open`);

  const decide = (...rest: string[]) => cli('acknowledge', nameOf(reservation), noticeId, ...rest);
  expect((await decide()).stderr).toContain('expected the option that was chosen');
  expect((await decide('visit_door')).stderr).toContain('expected --by with who decided');
  const wrong = await decide('burn_it_down', '--by', 'Ann');
  expect(wrong).toMatchObject({ exitCode: 2, stdout: '' });
  expect(wrong.stderr).toContain('expected one of');
  const decided = await decide('visit_door', '--by', 'Ann');
  expect(decided.exitCode).toBe(0);
  expect(decided.stdout).toContain('closed: acknowledged as visit_door by Ann');
});
