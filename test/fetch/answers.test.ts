import { beforeAll, describe, expect, test } from 'vitest';
import { faultFrom, fetchFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

const status = (code: number, headers: Record<string, string> = {}) =>
  serve((_request, response) => {
    response.writeHead(code, headers).end('0123456789');
  });

describe('statuses', () => {
  test.each([202, 408, 425, 429, 500, 502, 503, 504])('%i is worth another try', async (code) => {
    const fault = await faultFrom((await status(code)).origin);
    expect(fault.message).toMatch(new RegExp(`\\(ADDRESS\\) answered with status ${code}; expected 200`));
    expect(fault).toMatchObject({ isRetryable: true, retryAfterMs: null });
  });

  test.each([204, 206, 304, 400, 401, 403, 404, 410])('%i is not', async (code) => {
    const fault = await faultFrom((await status(code, { 'retry-after': '5' })).origin);
    expect(fault.message).toMatch(new RegExp(`answered with status ${code}; expected 200`));
    expect(fault).toMatchObject({ isRetryable: false, retryAfterMs: null });
    expect(fault.message).not.toContain('0123456789');
  });

  test.each([
    ['7', 7_000],
    ['0', 0],
    ['99999999999999999999', 86_400_000],
    ['Mon, 01 Jan 2001 00:00:00 GMT', 0],
    ['Fri, 01 Jan 2100 00:00:00 GMT', 86_400_000],
    ['soon', null],
  ])('Retry-After: %s', async (retryAfter, retryAfterMs) => {
    const { origin } = await status(429, { 'retry-after': retryAfter });
    expect(await faultFrom(origin)).toMatchObject({ isRetryable: true, retryAfterMs });
  });
});

describe('a feed that has not changed', () => {
  const versioned = () =>
    serve((request, response) => {
      const { 'if-none-match': match, 'if-modified-since': since } = request.headers;
      if (match === '"v1"' && since === 'Tue, 02 Mar 2027 10:00:00 GMT') response.writeHead(304).end();
      else {
        response
          .setHeader('etag', '"v1"')
          .setHeader('last-modified', 'Tue, 02 Mar 2027 10:00:00 GMT')
          .end('[]');
      }
    });

  test('is told by what the last answer gave', async () => {
    const { origin, port } = await versioned();
    const { validators } = await textFrom(`${origin}/0123456789`);
    expect(validators).toMatchObject({ etag: '"v1"', lastModified: 'Tue, 02 Mar 2027 10:00:00 GMT' });
    expect(JSON.stringify(validators)).not.toContain('0123456789');
    const again = await fetchFrom(`${origin}/0123456789`, { validators });
    expect(again).toEqual({ kind: 'unchanged', fileName: `127.0.0.1:${port} (ADDRESS)`, validators });
  });

  test('is read anew from another address, whatever its validators', async () => {
    const { origin } = await versioned();
    const { validators } = await textFrom(`${origin}/a`);
    expect((await fetchFrom(`${origin}/b`, { validators })).kind).toBe('text');
  });

  test('is told behind a redirect too', async () => {
    const { origin: behind } = await versioned();
    const { origin } = await status(302, { location: behind });
    const { validators } = await textFrom(origin);
    expect((await fetchFrom(origin, { validators })).kind).toBe('unchanged');
  });

  test('is not believed where nobody asked', async () => {
    const { origin } = await versioned();
    const { validators } = await textFrom(origin);
    const other = await status(304);
    expect((await faultFrom(other.origin, { validators })).message).toMatch(/status 304; expected 200/);
  });
});
