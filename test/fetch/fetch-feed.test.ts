import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { fetchFeed } from '../../src/fetch/fetch-feed.ts';
import { feedOf } from '../feeds/feeds.ts';
import { faultFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

const airbnb = { kind: 'ical', format: 'airbnb' };
const allow = { addresses: ['127.0.0.1/32'] };

test('the address of a variable is fetched, and called by its host and the variable', async () => {
  const { origin, port } = await serve((_request, response) => {
    response.setHeader('content-type', 'text/calendar').end('BEGIN:VCALENDAR');
  });
  const fetched = await textFrom(`${origin}/calendar/0123456789.ics?s=0123456789`);
  expect(fetched).toMatchObject({
    text: 'BEGIN:VCALENDAR',
    fileName: `127.0.0.1:${port} (ADDRESS)`,
    contentType: 'text/calendar',
    validators: null,
  });
});

test('an address of the file is fetched with its query, and called by host and path', async () => {
  const { origin, port, requests } = await serve('[]');
  const feed = feedOf({ ...airbnb, location: `${origin}/v1/reservations?limit=9`, allow });
  expect((await fetchFeed(feed, {})).fileName).toBe(`127.0.0.1:${port}/v1/reservations`);
  expect(requests[0]?.url).toBe('/v1/reservations?limit=9');
});

test('headers come from variables, without the line break a file of secrets ends with', async () => {
  const { origin, requests } = await serve('[]');
  await textFrom(origin, { headers: { Authorization: 'Bearer 0123456789\n', 'X-Key': 'k' } });
  expect(requests[0]?.headers).toMatchObject({
    authorization: 'Bearer 0123456789',
    'x-key': 'k',
    'user-agent': 'Staykey',
  });
});

test('webcal: is https', async () => {
  const { origin } = await serve('BEGIN:VCALENDAR');
  expect((await textFrom(origin.replace('https', 'webcal'))).text).toBe('BEGIN:VCALENDAR');
});

test('user and password of an address are sent as a header', async () => {
  const { origin, requests } = await serve('[]');
  await textFrom(origin.replace('//', '//ada:p%40ss@'));
  const [, sent = ''] = requests[0]?.headers.authorization?.split(' ') ?? [];
  expect(Buffer.from(sent, 'base64').toString()).toBe('ada:p@ss');
  expect(requests[0]?.url).toBe('/');
});

describe('variables', () => {
  test.each([undefined, '', ' \n'])('one that is %j is named', async (ADDRESS) => {
    const feed = feedOf({ ...airbnb, location: 'env:ADDRESS' });
    await expect(fetchFeed(feed, { ADDRESS })).rejects.toThrow('ADDRESS is not set');
  });

  test('a header that is not set is named', async () => {
    const feed = feedOf({ ...airbnb, location: 'https://example.com/', headers: { 'X-Key': 'env:KEY' } });
    await expect(fetchFeed(feed, {})).rejects.toThrow('KEY is not set');
  });

  test.each(['0123456789', '/0123456789.ics', 'https://'])(
    'no address, not repeated: %s',
    async (address) => {
      const { message, isRetryable } = await faultFrom(address);
      expect(message).toBe('ADDRESS holds no address; expected one that begins with https://');
      expect(isRetryable).toBe(false);
    },
  );

  test('a header that can be none, not repeated', async () => {
    const { message } = await faultFrom('https://example.com/', { headers: { 'X-Key': '0123\n456789' } });
    expect(message).toBe('HEADER_0 has characters that the header X-Key may not have');
  });
});

describe('a file', () => {
  const withFile = async <T>(bytes: Uint8Array | string, use: (path: string) => Promise<T>): Promise<T> => {
    const folder = await mkdtemp(join(tmpdir(), 'staykey-fetch-'));
    try {
      const path = join(folder, 'bookings.csv');
      await writeFile(path, bytes);
      return await use(path);
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const fetchPath = (location: string, limits = {}) =>
    fetchFeed(feedOf({ ...airbnb, location }), {}, null, { limits });

  test('is read whole', async () => {
    const fetched = await withFile('Zoë', (path) => fetchPath(path));
    expect(fetched).toMatchObject({ text: 'Zoë', fileName: 'bookings.csv', validators: null });
  });

  test('that is too large is refused', async () => {
    const fetching = withFile('x'.repeat(11), (path) => fetchPath(path, { textBytes: 10 }));
    await expect(fetching).rejects.toThrow(/bookings\.csv" has 11 bytes; expected at most 10/);
  });

  test('that is not UTF-8 is refused', async () => {
    const fetching = withFile(Uint8Array.of(0x5a, 0xeb), (path) => fetchPath(path));
    await expect(fetching).rejects.toThrow(/bookings\.csv" has bytes that are not utf-8/);
  });

  test('that is not there is refused for good', async () => {
    await expect(fetchPath('none.csv')).rejects.toMatchObject({
      message: '"none.csv" can\'t be read: ENOENT',
      isRetryable: false,
    });
  });

  test.each(['src', '/dev/null'])('that is none is refused: %s', async (path) => {
    await expect(fetchPath(path)).rejects.toThrow(`"${path}" is no file; expected one`);
  });

  test.skipIf(process.platform === 'win32')(
    'that is a pipe nobody writes to is refused, not waited for',
    async () => {
      await withFile('', async (path) => {
        execFileSync('mkfifo', [`${path}.pipe`]);
        await expect(fetchPath(`${path}.pipe`)).rejects.toThrow('is no file; expected one');
      });
    },
  );
});
