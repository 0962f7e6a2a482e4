import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { StoryEntry } from '../../src/local/story-report.ts';
import { steadyZone } from '../support/builders.ts';
import { npmStart, writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';

const reportOf = (name: string) => join(tmpdir(), `staykey-story-${name}-${process.pid}.json`);

const play = async (name: string, args: string[]) => {
  const report = reportOf(name);
  const { exitCode, stdout, stderr } = await npmStart(['--once', ...args, '--report', report]);
  const text = existsSync(report) ? readFileSync(report, 'utf8') : '[]';
  const entries = JSON.parse(text) as StoryEntry[];
  return { exitCode, entries, text, output: `${String(stdout)}\n${String(stderr)}` };
};

const byReservation = (entries: StoryEntry[], id: string) =>
  entries.filter(({ reservationId }) => reservationId === id);
const codesOf = ({ deliveries }: StoryEntry) => [
  ...new Set(deliveries.map(({ accessCodeId }) => accessCodeId)),
];

// The command of docs/stories.md.
test('three weeks of the example: every stay ends with its code, every live code was noticed and dealt with', async () => {
  const { exitCode, entries, text, output } = await play('example', ['--script', 'examples/story.json']);
  expect(exitCode, output).toBe(0);
  expect(entries.map(({ reservationId, state }) => [reservationId, state])).toEqual([
    ['BH-2001', 'completed'],
    ['BH-2001', 'completed'],
    ['BH-2002', 'completed'],
    ['HF-3001', 'completed'],
  ]);

  // The first create of a door lost its answer; then the stay moved after its codes existed.
  for (const door of byReservation(entries, 'BH-2001')) {
    expect(codesOf(door)).toHaveLength(2);
    expect(codesOf(door).at(-1)).toBe(door.accessCodeId);
    expect(door.staffNotices).toMatchObject([
      { kind: 'live_code', severity: 'medium', cause: 'stay_changed' },
    ]);
    expect(door.liveCodes).toMatchObject([
      { cause: 'stay_changed', wasDelivered: true, accessCodeId: codesOf(door)[0] },
    ]);
  }
  expect(byReservation(entries, 'BH-2001').map(({ liveCodes }) => liveCodes[0]?.closed)).toMatchObject([
    { how: 'acknowledged', option: 'let_expire', by: 'front desk' },
    { how: 'expired' },
  ]);

  // Cancelled with a code, then booked again within it.
  expect(byReservation(entries, 'BH-2002')).toMatchObject([
    {
      staffNotices: [{ kind: 'live_code', severity: 'high', cause: 'cancelled' }],
      liveCodes: [{ cause: 'cancelled', closed: { how: 'serves_again' } }],
      deliveries: [{ sent: ['pms_webhook'], failed: [] }],
    },
  ]);

  // Refused, and mended by a change of times.
  expect(byReservation(entries, 'HF-3001')).toMatchObject([
    {
      staffNotices: [{ kind: 'refused', cause: 'times_do_not_match_slots' }],
      deliveries: [{ sent: ['pms_webhook'] }],
      liveCodes: [],
    },
  ]);
  expect(text).not.toMatch(/Rivers|guests\.example|"(?:pin|code)"/);
});

test('levers, a code changed outside, a new chain of runs and an end in the middle', async () => {
  const door = anOracodeDoor({ timeZone: steadyZone });
  const key = { source: 'test-pms', propertyId: 'house' };
  const booking = (reservationId: string, revision: number) => ({
    ...key,
    reservationId,
    revision,
    arrival: '2026-06-10T16:00',
    departure: '2026-06-13T10:00',
    doors: [door.device_id],
  });
  const of = (reservationId: string) => ({ ...key, reservationId, door: door.device_id });
  const steps = [
    { at: '+0 minutes', do: 'reservation', reservation: booking('again', 1) },
    { at: '+1 hour', do: 'cancel', ...key, reservationId: 'again', revision: 2 },
    { at: '+2 hours', do: 'reservation', reservation: booking('again', 3) },
    { at: '+2 hours', do: 'lever', name: 'hold', ...of('again') },
    { at: '+3 hours', do: 'reservation', reservation: booking('outside', 1) },
    { at: '+7 days', do: 'code', ...of('outside'), change: { deleted: true } },
    { at: '+7 days', do: 'lever', name: 'reissue', ...of('outside') },
    { at: '+7 days', do: 'lever', name: 'acknowledge', ...of('outside'), option: 'let_expire', by: 'desk' },
    { at: '+8 days', do: 'lever', name: 'retry', ...of('outside') },
    { at: '+8 days 1 hour', do: 'lever', name: 'reissue', ...of('outside') },
    { at: '+9 days', do: 'lever', name: 'acknowledge', ...of('outside'), option: 'let_expire', by: 'desk' },
    { at: '+9 days 11 hours', do: 'lever', name: 'markHandled', ...of('again'), note: 'key at the desk' },
    { at: '+9 days 12 hours', do: 'end' },
  ];
  const { exitCode, entries, output } = await play('levers', [
    '--world',
    writeJson('levers-world.json', [door]),
    '--script',
    writeJson('levers.json', { starts: '2026-06-01T09:00:00Z', steps }),
  ]);
  expect(exitCode, output).toBe(0);
  expect(output).toContain('step 7: refused: Door');
  expect(output).toContain('step 8: no open notice of a live code');
  expect(entries).toMatchObject([
    {
      reservationId: 'again',
      state: 'handled_by_hand',
      staffNotices: [
        { kind: 'deadline', severity: 'low' },
        { kind: 'deadline', severity: 'medium' },
      ],
      deliveries: [],
    },
    {
      reservationId: 'outside',
      state: 'ready',
      staffNotices: [
        { kind: 'refused', cause: 'code_gone' },
        { kind: 'live_code', cause: 'reissued' },
      ],
      liveCodes: [{ cause: 'reissued', closed: { how: 'acknowledged', by: 'desk' } }],
    },
  ]);
});

test('a bad step ends the command before anything runs, with step, field, value and expectation', async () => {
  const script = (name: string, steps: object[]) =>
    writeJson(name, { starts: '2026-06-01T09:00:00Z', steps });
  const odd = await play('odd', ['--script', script('odd.json', [{ at: '+1 dy', do: 'end' }])]);
  expect(odd.exitCode).not.toBe(0);
  expect(odd.output).toMatch(/odd\.json, step 1: at is "\+1 dy": expected a time after the start/);

  const fault = await play('fault', [
    '--script',
    script('fault.json', [{ at: '+1 day', do: 'fault', fault: { kind: 'earthquake' } }]),
  ]);
  expect(fault.exitCode).not.toBe(0);
  expect(fault.output).toMatch(/fault\.json, step 1: fault: .*kind: is "earthquake", expected one of outage/);
  expect(fault.output).not.toContain('A story of');
});
