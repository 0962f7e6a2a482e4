import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { decodeText } from '../../src/fetch/decode-text.ts';
import { fetchFeed } from '../../src/fetch/fetch-feed.ts';
import { FetchFault } from '../../src/fetch/fetch-fault.ts';
import { faultFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

describe('charsets', () => {
  const latin = Buffer.from('Zo\xeb \x80', 'latin1');
  test.each<[string | null, Uint8Array, string]>([
    [null, Buffer.from('Zoë'), 'Zoë'],
    [null, Buffer.from('\uFEFFZoë'), 'Zoë'],
    ['text/csv; charset=ISO-8859-1', latin, 'Zoë €'],
    ['text/csv;charset="windows-1252"; header=present', latin, 'Zoë €'],
    ['text/csv', Buffer.from('\uFEFFZoë', 'utf16le'), 'Zoë'],
    ['text/csv; charset=latin1', Buffer.from('\uFEFFZoë'), 'Zoë'],
  ])('%s', async (contentType, body, text) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, contentType === null ? {} : { 'content-type': contentType }).end(body);
    });
    expect((await textFrom(origin)).text).toBe(text);
  });

  test.each([
    [
      'text/csv',
      /has bytes that are not utf-8; expected such text, or the feed's "charset", such as windows-1252$/,
    ],
    ['text/csv; charset=utf-8', /has bytes that are not utf-8; expected such text$/],
    ['text/csv; charset=klingon', /declares the charset "klingon", which is not known; expected UTF-8/],
  ])('%s that it is not is refused, not mended', async (contentType, said) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': contentType }).end(latin);
    });
    const { message, isRetryable } = await faultFrom(origin);
    expect(message).toMatch(said);
    expect(isRetryable).toBe(false);
  });

  test.each<[string, string | null, Uint8Array, string]>([
    ['windows-1252', null, latin, 'Zoë €'],
    ['iso-8859-15', null, Buffer.from('Zo\xeb \xa4', 'latin1'), 'Zoë €'],
    ['windows-1252', 'text/csv; charset=utf-8', latin, 'Zoë €'],
    ['windows-1252', null, Buffer.from('\uFEFFZoë €'), 'Zoë €'],
  ])('%s by configuration, before %s, after a byte order mark', async (charset, contentType, body, text) => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, contentType === null ? {} : { 'content-type': contentType }).end(body);
    });
    expect((await textFrom(origin, { charset })).text).toBe(text);
  });

  test('a file is read in the charset of its feed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'staykey-charset-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, 'export.csv');
    await writeFile(file, latin);
    const feed = { location: { file }, headers: {}, allow: { http: false, addresses: [] } };
    expect(await fetchFeed({ ...feed, charset: 'windows-1252' }, {})).toMatchObject({ text: 'Zoë €' });
    await expect(fetchFeed(feed, {})).rejects.toThrow(/bytes that are not utf-8/);
  });

  test('any bytes under any content type are text or a fault', () => {
    const anyType = fc.oneof(
      fc.string(),
      fc.string().map((name) => `text/csv; charset=${name}`),
      fc.constant(null),
    );
    fc.assert(
      fc.property(fc.uint8Array(), anyType, (bytes, contentType) => {
        try {
          expect(decodeText(bytes, { contentType }, 'here')).toBeTypeOf('string');
        } catch (error) {
          expect(error).toBeInstanceOf(FetchFault);
        }
      }),
    );
  });
});
