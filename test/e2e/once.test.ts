import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ReportEntry } from '../../src/local/report.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { npmStart, once, writeJson } from '../support/local.ts';
import { anOracodeDoor, aTimeSlot } from '../support/simulator.ts';

const doorOf = (
  timeSlots: Parameters<typeof aTimeSlot>[0][],
  parts: Parameters<typeof anOracodeDoor>[0] = {},
) =>
  anOracodeDoor({
    timeZone: steadyZone,
    timeSlots: timeSlots.map((slot) => aTimeSlot({ zone: steadyZone, ...slot })),
    ...parts,
  });

const entryFor = (
  doorId: string,
  reservationId: string,
  stay: { arrival: string; departure: string | null },
) => ({
  source: 'test-pms',
  propertyId: 'house',
  reservationId,
  revision: 1,
  ...stay,
  doors: [doorId],
  guest: { name: 'Ada Rivers', email: 'ada@guests.example' },
});

// As README.md has it.
test('the example ends with a report of every reservation and door, and with exit code 0', async () => {
  const report = join(tmpdir(), `staykey-example-${process.pid}.json`);
  const { exitCode, stdout } = await npmStart(['--once', '--report', report]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('not yet due');

  const text = readFileSync(report, 'utf8');
  const entries = JSON.parse(text) as ReportEntry[];
  expect(entries).toHaveLength(11);
  expect(new Set(entries.map(({ state }) => state))).toEqual(new Set(['ready', 'refused', 'not_yet_due']));
  for (const { state, accessCodeId, slot, startsAt } of entries) {
    expect(accessCodeId !== null).toBe(state === 'ready');
    expect(slot !== null && startsAt !== null).toBe(state !== 'refused');
  }
  expect(text).not.toMatch(/Rivers|guests\.example|"(?:pin|code)"/);
});

test('twenty doors with odd slots: every stay that can have a code gets one, every other says why', async () => {
  const at = (check_in_time: string | undefined, check_out_time: string, more = {}) =>
    ({ check_in_time, check_out_time, ...more }) as never;
  const zone = `[${steadyZone}]`;
  // What the door's slots are, and what becomes of a stay from 16:00 to 10:00.
  const cases: [string, Parameters<typeof doorOf>, string][] = [
    ['exact, with zone', [[at(`16:00:00${zone}`, `10:00:00${zone}`)]], 'ready'],
    ['without seconds', [[at(`16:00${zone}`, `10:00${zone}`)]], 'ready'],
    ['without zone', [[at('16:00:00', '10:00:00')]], 'ready'],
    ['with milliseconds', [[at(`16:00:00.000${zone}`, `10:00:00.000${zone}`)]], 'ready'],
    ['offset and zone', [[at(`16:00:00-07:00${zone}`, `10:00:00-07:00${zone}`)]], 'ready'],
    ['offset alone', [[at('16:00:00-07:00', '10:00:00-07:00')]], 'ready'],
    ['sixty minutes off at both ends', [[at(`15:00:00${zone}`, `11:00:00${zone}`)]], 'ready'],
    ['sixty-one minutes off', [[at(`14:59:00${zone}`, `10:00:00${zone}`)]], 'refused'],
    ['two hours off at one end', [[at(`16:00:00${zone}`, `12:00:00${zone}`)]], 'refused'],
    ['day-bound at noon', [[at(`12:00:00${zone}`, `12:00:00${zone}`, { is_24_hour: true })]], 'refused'],
    ['master', [[at(`16:00:00${zone}`, `10:00:00${zone}`, { is_master: true })]], 'refused'],
    ['one-shot', [[at(`16:00:00${zone}`, `10:00:00${zone}`, { is_one_shot: true })]], 'refused'],
    ['biweekly', [[at(`16:00:00${zone}`, `10:00:00${zone}`, { is_biweekly_mode: true })]], 'refused'],
    ['no slots at all', [[]], 'refused'],
    ['an impossible time', [[at('25:00:00', '10:00:00')]], 'refused'],
    ['a time left out', [[at(undefined, '10:00:00')]], 'refused'],
    [
      'an unreadable one beside a good one',
      [[at('noon', '10:00'), at(`16:00:00${zone}`, `10:00:00${zone}`)]],
      'ready',
    ],
    ['no time zone', [[at('16:00:00', '10:00:00')], { timeZone: null }], 'refused'],
    ['no offline codes', [[at('16:00:00', '10:00:00')], { canProgramOfflineAccessCodes: false }], 'refused'],
    [
      'another make',
      [[at('16:00:00', '10:00:00')], { device: { device_type: 'igloohome_lock' } }],
      'refused',
    ],
  ];
  const doors = cases.map(([, args]) => ({ ...doorOf(...args), a_field_of_next_year: { kept: true } }));
  const reservations = doors.map((door, index) =>
    entryFor(door.device_id, `R-${index}`, stayOf({ arrivesInDays: 2 + (index % 3) })),
  );

  const { exitCode, entries, output } = await once('odd', doors, reservations);
  expect(exitCode, output).toBe(0);
  const outcomes = Object.fromEntries(
    entries.map(({ reservationId, state }) => [reservationId ?? '', state] as const),
  );
  expect(outcomes).toEqual(Object.fromEntries(cases.map(([, , state], index) => [`R-${index}`, state])));
  for (const { state, problems, accessCodeId } of entries) {
    expect(problems.length > 0).toBe(state === 'refused');
    expect(accessCodeId !== null).toBe(state === 'ready');
  }
});

test('an entry that cannot be read is named with file, entry, field, value and what was expected, and nothing else is lost', async () => {
  const door = doorOf([{ check_in_time: '16:00', check_out_time: '10:00' }]);
  const good = entryFor(door.device_id, 'good', stayOf({ arrivesInDays: 1 }));
  const reservations = [
    { ...good, reservationId: 'bad-time', arrival: '2026-12-01T16:00:00-08:00' },
    { ...good, reservationId: 'bad-mail', guest: { email: 'not-for-logs' } },
    'not an object',
    { ...good, reservationId: 'open', departure: null },
    good,
  ];

  const { exitCode, entries, output } = await once('bad', [door], reservations);
  expect(exitCode, output).toBe(0);
  expect(output).toMatch(
    /bad-in\.json, entry 1: arrival is "2026-12-01T16:00:00-08:00": expected a lock-local time/,
  );
  expect(output).not.toContain('not-for-logs');
  expect(
    entries.map(({ reservationId, state, problems }) => [reservationId, state, problems[0]?.reason]),
  ).toEqual(
    expect.arrayContaining([
      ['good', 'ready', undefined],
      ['open', 'refused', 'ongoing_not_supported'],
      ['bad-time', 'refused', 'invalid_input'],
      ['bad-mail', 'refused', 'invalid_input'],
      [null, 'refused', 'invalid_input'],
    ]),
  );
});

test.each([
  ['a world that is no array', '{}', '[]', /world.*expected/i],
  ['reservations that are no JSON', '[]', '[{', /is not JSON/],
])(
  '%s is the job itself broken: a clear error, another exit code, no report',
  async (name, world, reservations, said) => {
    const file = name.replaceAll(' ', '-');
    const report = writeJson(`${file}-report.json`, '');
    const args = [
      '--world',
      writeJson(`${file}-w.json`, world),
      '--reservations',
      writeJson(`${file}-r.json`, reservations),
    ];
    const { exitCode, stderr } = await npmStart(['--once', ...args, '--report', report]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(said);
    expect(existsSync(report) && readFileSync(report, 'utf8')).toBe('');
  },
);
