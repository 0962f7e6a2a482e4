import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunLine } from '../../src/temporal/list-runs.ts';
import { holdUpdate } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';
import { staykeyOn } from '../support/staykey-on-stage.ts';

let stage: Stage;
let door: ReturnType<typeof anOracodeDoor>;
let cli: ReturnType<typeof staykeyOn>;
// Other tests list on the same server.
let propertyId: string;
beforeEach(async () => {
  door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
  stage = await openStage({ world: [door] });
  cli = staykeyOn(stage);
  propertyId = `house-${randomUUID()}`;
});
afterEach(() => stage[Symbol.asyncDispose]());

const entry = (arrivesInDays: number, parts: Record<string, unknown> = {}) => ({
  source: 'test-pms',
  propertyId,
  reservationId: `R-${randomUUID()}`,
  revision: 1,
  ...stayOf({ arrivesInDays }),
  doors: [door.device_id],
  guest: { name: 'Ada Rivers' },
  ...parts,
});

const listed = async (...conditions: string[]) => {
  const { json } = await cli('list', '--property', propertyId, ...conditions, '--json');
  return json<RunLine[]>().map(({ workflowId }) => workflowId.split('/').at(-1));
};
// The list store lags behind a moment.
const eventually = (ids: string[], ...conditions: string[]) =>
  vi.waitFor(async () => expect((await listed(...conditions)).sort()).toEqual([...ids].sort()), {
    timeout: 20_000,
    interval: 200,
  });

test('start starts what can be read, says what was passed over, and is safe to repeat', async () => {
  const good = entry(30);
  const file = writeJson('start.json', [good, { ...entry(30), arrival: 'tomorrow' }]);
  const first = await cli('start', file);
  expect(first.exitCode).toBe(2);
  expect(first.stdout).toBe(`reservation/test-pms/${propertyId}/${good.reservationId}`);
  expect(first.stderr).toContain('entry 2: arrival is "tomorrow": expected a lock-local time');
  const again = await cli('start', writeJson('start.json', [good]), '--json');
  expect(again).toMatchObject({ exitCode: 0, stderr: '' });
  expect(again.json()).toEqual({
    sent: [{ workflowId: first.stdout, outcome: 'sent' }],
    bad: [],
    repeats: [],
  });
});

test('a file that is not there, or is none, is refused with its name', async () => {
  expect(await cli('start', 'no-such.json')).toMatchObject({
    exitCode: 2,
    stderr: '"no-such.json" can\'t be read: there is no such file; expected a JSON file of reservations',
  });
  expect((await cli('start', writeJson('broken.json', 'not json'))).stderr).toContain(
    'broken.json is not JSON',
  );
});

test('each condition of list finds its runs and no others', async () => {
  const [planned, refused, held, ready] = [
    entry(40),
    entry(1, { departure: stayOf({ arrivesInDays: 1, nights: 40 }).departure }),
    entry(5),
    entry(3),
  ];
  const ids = Object.fromEntries(
    Object.entries({ planned, refused, held, ready }).map(([name, { reservationId }]) => [
      name,
      reservationId,
    ]),
  ) as Record<'planned' | 'refused' | 'held' | 'ready', string>;
  const reservationOf = ({ arrival, departure, doors, ...rest }: ReturnType<typeof entry>) =>
    aReservation({ ...rest, status: 'confirmed', doorIds: doors, stay: { arrival, departure } });
  const heldRun = await stage.start(reservationOf({ ...held, ...stayOf({ arrivesInDays: 30 }) }));
  await heldRun.executeUpdate(holdUpdate, { args: [{}] });
  await cli('start', writeJson('list.json', [planned, refused, { ...held, revision: 2 }, ready]));
  await stage.until(heldRun, ({ state }) => state === 'on_hold');
  const readyRun = stage.client.workflow.getHandle(`reservation/test-pms/${propertyId}/${ids.ready}`);
  await stage.untilReady(readyRun);

  await eventually([ids.refused, ids.held], '--attention');
  await eventually([ids.refused], '--refused');
  await eventually([ids.held], '--on-hold');
  await eventually([ids.planned], '--status', 'planned');
  await eventually([ids.refused, ids.held, ids.planned], '--without-code');
  await eventually([ids.refused], '--arrives-within', '50h', '--without-code');
  await eventually([ids.ready], '--query', "AccessStatus = 'ready' OR AccessStatus = 'cancelled'");
  await eventually(Object.values(ids), '--door', door.device_id);
  await eventually([ids.ready], '--code', codesMade(stage.simulator)[0]?.access_code_id ?? '');
  await eventually([], '--failed');
  expect(await listed('--arrives-within', '6d')).toEqual([ids.refused, ids.ready, ids.held]);

  await cli('cancel', `test-pms/${propertyId}/${ids.ready}`, '--yes');
  await eventually([ids.ready], '--live-codes');
  await eventually([ids.refused, ids.held, ids.ready], '--attention');

  const cut = await cli('list', '--property', propertyId, '--limit', '2');
  expect(cut.stderr).toBe('There are more than these 2; see them with --limit.');
  expect(cut.stdout.split('\n')).toHaveLength(3);
});

test('what a property is called stays a value, whatever is in it', async () => {
  const odd = `${propertyId} it's' OR PropertyId != 'x`;
  const mine = entry(30, { propertyId: odd });
  await cli('start', writeJson('odd.json', [mine, entry(30)]));
  const found = async () => {
    const { json } = await cli('list', '--property', odd, '--json');
    return json<RunLine[]>().map(({ workflowId }) => workflowId);
  };
  await vi.waitFor(async () => expect(await found()).not.toEqual([]), { timeout: 20_000, interval: 200 });
  expect(await found()).toEqual([`reservation/test-pms/${encodeURIComponent(odd)}/${mine.reservationId}`]);
});

test('what a list can not look for is refused, not answered with an empty list', async () => {
  const answer = await cli('list', '--property', `\\' OR PropertyId != 'x`);
  expect(answer).toMatchObject({ exitCode: 2, stdout: '' });
  expect(answer.stderr).toContain('Expected a value without backslash');
});

test('a query the server can not read is a fault with its words, not a stack', async () => {
  const answer = await cli('list', '--query', 'Nonsense = 1');
  expect(answer).toMatchObject({ exitCode: 1, stdout: '' });
  expect(answer.stderr).toContain('Nonsense');
  expect(answer.stderr).not.toContain('    at ');
});
