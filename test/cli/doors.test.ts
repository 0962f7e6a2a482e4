import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DoorAudit } from '../../src/domain/audit-door.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor, aTimeSlot } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';
import { staykey } from '../support/staykey.ts';
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

const entry = (parts: Record<string, unknown> = {}) => ({
  source: 'test-pms',
  propertyId: 'beach-house',
  reservationId: 'R-1',
  ...stayOf({ arrivesInDays: 3 }),
  doors: [door.device_id],
  guest: { name: 'Ada Rivers' },
  ...parts,
});

test('validate says what a file’s stays would be given, and makes nothing', async () => {
  const answer = await cli('validate', writeJson('good.json', [entry()]), '--json');
  expect(answer).toMatchObject({ exitCode: 0, stderr: '' });
  expect(answer.json()).toMatchObject({
    reservations: [
      {
        reservationId: 'R-1',
        isPossible: true,
        doors: [{ doorId: door.device_id, plan: { problems: [], slot: { name: 'Guest 4pm-10am' } } }],
      },
    ],
    bad: [],
    repeats: [],
  });
  expect(answer.stdout).not.toContain('Ada');
  expect(codesMade(stage.simulator)).toEqual([]);
});

test('validate ends with 3 where a stay gets no code, and with 2 where an entry can not be read', async () => {
  const late = entry({ reservationId: 'R-2', arrival: stayOf({ arrivesInDays: 3, from: '20:00' }).arrival });
  const unknown = entry({ reservationId: 'R-3', doors: ['no-such-door'] });
  const refused = await cli('validate', writeJson('refused.json', [entry(), late, unknown]));
  expect(refused.exitCode).toBe(3);
  expect(refused.stdout).toContain('No time slot fits');
  expect(refused.stdout).toContain('Seam knows no device "no-such-door"');
  expect(await cli('validate', writeJson('bad.json', [late, { source: 'x' }]))).toMatchObject({
    exitCode: 2,
  });
});

test('a cancelled stay wants no code and is no problem', async () => {
  const file = writeJson('cancelled.json', [entry({ status: 'cancelled', doors: ['no-such-door'] })]);
  const answer = await cli('validate', file);
  expect(answer).toMatchObject({ exitCode: 0 });
  expect(answer.stdout).toContain('cancelled: no code is wanted');
});

test('validate holds a running reservation against its doors as they are now', async () => {
  const reservation = aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays: 30 }) });
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  const name = `${reservation.source}/${reservation.propertyId}/${reservation.reservationId}`;
  expect(await cli('validate', name)).toMatchObject({ exitCode: 0 });
  stage.simulator.addDevice({
    ...anOracodeDoor({ timeZone: steadyZone, timeSlots: [] }),
    device_id: door.device_id,
  });
  const answer = await cli('validate', name);
  expect(answer.exitCode).toBe(3);
  expect(answer.stdout).toContain('the door has no time slots in Seam');
});

test('validate without a key, with a wrong one or without Seam says so, and never the key', async () => {
  const file = writeJson('key.json', [entry()]);
  expect(await staykey(['validate', file], { SEAM_API_KEY: '' })).toMatchObject({ exitCode: 2, stdout: '' });
  const wrong = await staykey(['doors', 'audit'], {
    SEAM_API_KEY: 'seam_wrong_key',
    SEAM_ENDPOINT: stage.simulator.url,
  });
  expect(wrong).toMatchObject({ exitCode: 1, stdout: '' });
  expect(wrong.stderr).toContain('Seam answered devices/list with 401');
  expect(wrong.stderr).not.toContain('seam_wrong_key');
  const nowhere = { SEAM_API_KEY: 'seam_any', SEAM_ENDPOINT: 'http://127.0.0.1:9' };
  expect((await staykey(['validate', file], nowhere)).exitCode).toBe(1);
});

test('doors audit passes where every Oracode door serves some stay', async () => {
  stage.simulator.addDevice({ ...anOracodeDoor({ name: 'Other lock' }), device_type: 'yale_lock' });
  const answer = await cli('doors', 'audit', '--json');
  expect(answer).toMatchObject({ exitCode: 0, stderr: "1 Oracode doors, 0 of which can't serve." });
  const [audit, ...others] = answer.json<DoorAudit[]>();
  expect(others).toEqual([]);
  expect(audit).toMatchObject({ name: 'Front', timeZone: steadyZone, problems: [] });
  expect(audit?.timeSlots.map(({ name, isUsable }) => [name, isUsable])).toContainEqual(['Owner', false]);
  expect(
    audit?.standardTimes.find(({ arrival, departure }) => arrival === '16:00' && departure === '10:00'),
  ).toMatchObject({ isServed: true, slot: 'Guest 4pm-10am' });
});

test('doors audit ends with 3 where a door can not serve, and says why', async () => {
  stage.simulator.addDevice(anOracodeDoor({ name: 'No zone', timeZone: null }));
  stage.simulator.addDevice(
    anOracodeDoor({ name: 'Owner only', timeSlots: [aTimeSlot({ name: 'Owner', is_master: true })] }),
  );
  const answer = await cli('doors', 'audit');
  expect(answer.exitCode).toBe(3);
  expect(answer.stderr).toBe("3 Oracode doors, 2 of which can't serve.");
  expect(answer.stdout).toContain('Seam has no time zone for door "No zone"');
  expect(answer.stdout).toContain(
    "No stay can be served: of the door's 1 time slot none can be used: 1 master",
  );
});

test('doors audit shows the others, and what is odd, where a device is not as Seam documents it', async () => {
  const odd = anOracodeDoor({ name: 'Odd', timeZone: steadyZone });
  Object.assign(odd.properties?.dormakaba_oracode_metadata ?? {}, {
    predefined_time_slots: [null, aTimeSlot({ name: 'Early' }), { name: 'Late', check_in_time: 700 }],
  });
  stage.simulator.addDevice(odd);
  const { exitCode, stdout } = await cli('doors', 'audit');
  expect(exitCode).toBe(0);
  expect(stdout).toContain('Front');
  expect(stdout).toMatch(/slot +"number 1: null" \? to \?, not used/);
  expect(stdout).toMatch(/slot +"Late" 700 to \?, not used/);
});

test('times asked for must be served by every door', async () => {
  expect((await cli('doors', 'audit', '--times', '16:00-10:00')).exitCode).toBe(0);
  const answer = await cli('doors', 'audit', '--times', '16:00-10:00', '--times', '21:00-10:00');
  expect(answer.exitCode).toBe(3);
  expect(answer.stdout).toContain('21:00 to 10:00  not served');
  expect(await cli('doors', 'audit', '--times', '4pm-10am')).toMatchObject({ exitCode: 2, stdout: '' });
});
