import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { staykey } from '../support/staykey.ts';

const feeds = ['--feeds', 'examples/feeds.json', '--dry-run'];
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'staykey-import-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('tells what would be read, and what is passed over', async () => {
  const { exitCode, stdout, stderr } = await staykey([
    'import',
    'test/feeds/samples/airbnb.ics',
    '--feed',
    'airbnb-beach-house',
    ...feeds,
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    /airbnb\/beach-house\/HMTEST0001 {2}2027-09-16 16:00 {2}2027-09-26 11:00 {2}confirmed/,
  );
  expect(stdout).toMatch(/airbnb\.ics, event at line 21 .*: a block; gets no code/);
  expect(stdout).toContain('2 reservations, 0 overlaps, 0 bad, 1 passed over');
});

test('with --json tells scripts, ends on 2 where rows are bad, and shows no guest', async () => {
  const { exitCode, stdout } = await staykey([
    'import',
    'test/feeds/samples/hostaway.json',
    '--feed',
    'hostaway',
    '--json',
    ...feeds,
  ]);
  expect(exitCode).toBe(2);
  const { rows, bad } = JSON.parse(stdout) as { rows: object[]; bad: object[] };
  expect([rows.length, bad.length]).toEqual([3, 3]);
  expect(stdout).not.toMatch(/Rivers|guest\.example|\+1555|contentHash/);
});

test('overlaps alone need a human', async () => {
  const file = join(folder, 'two.csv');
  await writeFile(
    file,
    'Nummer;Status;Anreise;Abreise;Gast;E-Mail\n1;gebucht;1.3.2027;5.3.2027;Ada;\n2;gebucht;4.3.2027;6.3.2027;Ben;\n',
  );
  const { exitCode, stdout } = await staykey(['import', file, '--feed', 'bookings-by-hand', ...feeds]);
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/two\.csv, line 3: arrives 2027-03-04T16:00 at door/);
});

test.each([
  [
    'a feed that is not there',
    ['README.md', '--feed', 'nowhere', ...feeds],
    /has no feed "nowhere"; expected one of airbnb-beach-house, hostaway/,
  ],
  [
    'a file that is not there',
    ['none.ics', '--feed', 'hostaway', ...feeds],
    /"none\.ics" can't be read: ENOENT/,
  ],
  [
    'a file of another kind',
    ['README.md', '--feed', 'airbnb-beach-house', ...feeds],
    /README\.md is no iCalendar/,
  ],
  [
    'feeds that are none',
    ['README.md', '--feed', 'x', '--feeds', 'README.md', '--dry-run'],
    /README\.md is not JSON/,
  ],
])('%s is refused', async (_what, args, said) => {
  const { exitCode, stdout, stderr } = await staykey(['import', ...args]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(said);
});

describe('without a file the feed is fetched', () => {
  const fromServer = async (status: number, allow: object) => {
    const calendar = await readFile('test/feeds/samples/airbnb.ics');
    const server = createServer((_request, response) => {
      response.writeHead(status).end(status === 200 ? calendar : '0123456789');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const { feeds } = JSON.parse(await readFile('examples/feeds.json', 'utf8')) as { feeds: object[] };
    const config = join(folder, 'allowed.json');
    await writeFile(config, JSON.stringify({ feeds: [{ ...feeds[0], allow }] }));
    const { port } = server.address() as AddressInfo;
    return staykey(['import', '--feeds', config, '--feed', 'airbnb-beach-house', '--dry-run'], {
      AIRBNB_BEACH_HOUSE: `http://127.0.0.1:${port}/calendar/ical/0123456789.ics?s=0123456789`,
    });
  };
  const loopback = { addresses: ['127.0.0.1/32'] };

  test('and its address is not shown', async () => {
    const { exitCode, stdout, stderr } = await fromServer(200, loopback);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain('2 reservations, 0 overlaps, 0 bad, 1 passed over');
    expect(stdout).toMatch(/127\.0\.0\.1:\d+ \(AIRBNB_BEACH_HOUSE\), event at line 21/);
    expect(stdout).not.toContain('0123456789');
  });

  test.each<[string, number, object, number, RegExp]>([
    ['a server in trouble is a fault: try again', 503, loopback, 1, /answered with status 503; expected 200/],
    [
      'an address that is gone is refused',
      404,
      loopback,
      2,
      /answered with status 404.*Is the address still/,
    ],
    ['a private address is refused', 200, {}, 2, /at an address that is not public/],
  ])('%s', async (_what, status, allow, ends, said) => {
    const { exitCode, stdout, stderr } = await fromServer(status, allow);
    expect({ exitCode, stdout }).toEqual({ exitCode: ends, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('0123456789');
  });

  test('a variable that is not set is named', async () => {
    const { exitCode, stderr } = await staykey(['import', '--feed', 'airbnb-beach-house', ...feeds]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("AIRBNB_BEACH_HOUSE is not set; the feed's configuration names it");
  });
});

test.each([
  ['neither --dry-run nor --apply', []],
  ['both', ['--dry-run', '--apply']],
])('with %s nothing is done', async (_what, flags) => {
  const { exitCode, stdout, stderr } = await staykey([
    'import',
    'x',
    '--feed',
    'y',
    '--feeds',
    'z',
    ...flags,
  ]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/--dry-run/);
  expect(stderr).toMatch(/--apply/);
});

test('where no Temporal is named, what has changed is not known', async () => {
  const { stdout } = await staykey(
    ['import', 'test/feeds/samples/airbnb.ics', '--feed', 'airbnb-beach-house', ...feeds],
    { TEMPORAL_ADDRESS: '' },
  );
  expect(stdout).toContain('TEMPORAL_ADDRESS is not set: what of it is new or has changed is not known');
});
