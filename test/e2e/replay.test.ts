import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Truth } from '../../bench/feed-history/truth.ts';
import type { ReplayReport } from '../../src/recording/report.ts';
import { withoutTemporal } from '../support/local.ts';
import { staykey } from '../support/staykey.ts';

let dir: string;
beforeEach(() => void (dir = mkdtempSync(join(tmpdir(), 'staykey-history-'))));
afterEach(() => rmSync(dir, { recursive: true }));

const inDir = (name: string) => join(dir, name);
const readJson = (name: string): unknown => JSON.parse(readFileSync(inDir(name), 'utf8'));

const makeHistory = async (...options: string[]): Promise<Truth> => {
  await execa('npm', ['run', 'feed-history', '--', dir, ...options]);
  return readJson('truth.json') as Truth;
};

/** Of a state in the middle, as if a platform had forgotten it for a moment. */
const leaveLastStayOut = () => {
  const states = readdirSync(inDir('listing-1')).sort();
  const file = inDir(`listing-1/${states[Math.floor(states.length / 2)]}`);
  const text = readFileSync(file, 'utf8');
  const stays = text.match(/BEGIN:VEVENT(?:(?!END:VEVENT)[\s\S])*SUMMARY:Reserved\s+END:VEVENT\s+/g) ?? [];
  writeFileSync(file, text.replace(stays.at(-1) ?? '', ''));
};

const replay = async () => {
  const files = ['--feeds', inDir('feeds.json'), '--world', inDir('world.json')];
  const { exitCode, stdout, stderr } = await staykey(
    ['import', 'replay', dir, ...files, '--json'],
    withoutTemporal,
  );
  expect(stdout, stderr).toMatch(/^\{/);
  return { exitCode, text: stdout, stderr, report: JSON.parse(stdout) as ReplayReport };
};

// The command of docs/importer.md, over another recording.
test('three weeks of two listings that drop out four times: no stay is lost or wrongly cancelled, orphans are those there must be', async () => {
  const truth = await makeHistory(
    '--seed',
    '1',
    '--listings',
    '2',
    '--days',
    '21',
    '--drop-outs',
    'empty,truncated,html,cached',
  );
  const { exitCode, report, text, stderr } = await replay();
  expect({ exitCode, lost: report.lostStays, wrong: report.falseCancellations }, stderr).toEqual({
    exitCode: 0,
    lost: [],
    wrong: [],
  });

  const asIncident = ({ listing, from, until }: Truth['dropOuts'][number]) => ({
    feed: listing,
    from,
    until,
  });
  const dropOuts = (...kinds: string[]) =>
    truth.dropOuts.filter(({ kind }) => kinds.includes(kind)).map(asIncident);
  expect(report.held).toMatchObject(dropOuts('empty', 'cached'));
  expect(new Set(report.held.map(({ how }) => how))).toEqual(new Set(['all were there again']));
  expect(report.unreadable).toMatchObject(dropOuts('truncated', 'html'));

  const { stay_changed = 0, cancelled = 0, outlives_stay = 0, ...others } = report.orphans.byCause;
  expect({ stay_changed, cancelled, outlives_stay }).toEqual(truth.orphans);
  expect(others).toEqual({});
  expect(report.reservations.seen).toBe(truth.reservations);
  expect(report.notices).toMatchObject({ 'feed: feed_held': 2, 'feed: feed_failing': 2 });
  expect(report.messages.codes['pms_webhook']).toBe(report.codes.made);
  expect(text).not.toMatch(/"pin"|0100/);
});

test('without strikes a stay that one state lacks is cancelled, and the report says that it came back', async () => {
  await makeHistory('--seed', '5', '--listings', '1', '--days', '11', '--drop-outs', '');
  leaveLastStayOut();
  const { feeds } = readJson('feeds.json') as { feeds: object[] };
  const absence = { strikes: 1, leastMinutes: 0 };
  writeFileSync(inDir('feeds.json'), JSON.stringify({ feeds: feeds.map((feed) => ({ ...feed, absence })) }));
  const { exitCode, report } = await replay();
  expect(exitCode).toBe(3);
  expect(report.held).toEqual([]);
  expect(report.falseCancellations.length).toBeGreaterThan(0);
  expect(report.falseCancellations.map(({ why }) => why).join()).toContain('it was seen again at 2026-01-');
});

test('a file of no time and a folder of no feed are refused by name, before anything runs', async () => {
  await makeHistory('--listings', '1', '--days', '1', '--drop-outs', '');
  writeFileSync(inDir('listing-1/latest.ics'), '');
  mkdirSync(inDir('nowhere'));
  const files = ['--feeds', inDir('feeds.json'), '--world', inDir('world.json')];
  const { exitCode, stdout, stderr } = await staykey(['import', 'replay', dir, ...files]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/latest\.ics": expected a time such as/);
  expect(stderr).toContain('folder "nowhere" belongs to no feed');
  expect(stderr).not.toContain('Temporal');
});
