import { beforeAll, describe, expect, test } from 'vitest';
import { faultFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

const redirectTo = (location: string | null, status = 302, isSecure = true) =>
  serve(
    (_request, response) => {
      response.writeHead(status, location === null ? {} : { location }).end('moved');
    },
    { isSecure },
  );

test.each([301, 302, 303, 307, 308])('%i is followed, also to a relative address', async (status) => {
  const { origin, port, requests } = await serve((request, response) => {
    if (request.url === '/new/feed?a=1') response.end('[]');
    else response.writeHead(status, { location: '/new/feed?a=1' }).end();
  });
  const { text, fileName } = await textFrom(`${origin}/old`);
  expect([text, fileName]).toEqual(['[]', `127.0.0.1:${port} (ADDRESS)`]);
  expect(requests.map(({ url, method }) => `${method} ${url}`)).toEqual(['GET /old', 'GET /new/feed?a=1']);
});

describe('no redirect leads to an address that is not public', () => {
  test.each([
    'https://127.0.0.2/',
    'https://2130706434/',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:169.254.169.254]/',
    'https://[fd00:ec2::254]/',
    '//10.0.0.1/',
  ])('%s', async (location) => {
    const { origin } = await redirectTo(location);
    const { message, isRetryable } = await faultFrom(origin);
    expect(message).toMatch(
      /, where 127\.0\.0\.1:\d+ \(ADDRESS\) redirects to, is at an address that is not public/,
    );
    expect(isRetryable).toBe(false);
  });

  // Only Linux has all of 127.0.0.0/8 without being asked.
  test.skipIf(process.platform !== 'linux')('also not by a name', async () => {
    const inner = await serve('[]');
    const { origin } = await serve(
      (_request, response) => {
        response.writeHead(302, { location: `https://localhost:${inner.port}/` }).end();
      },
      { host: '127.0.0.2' },
    );
    const { message } = await faultFrom(origin, { allow: { addresses: ['127.0.0.2/32'] } });
    expect(message).toMatch(/^localhost:\d+, where .* is at an address that is not public/);
    expect(inner.requests).toEqual([]);
  });
});

test('https never leads to http, also where http is allowed', async () => {
  const open = await serve('[]', { isSecure: false });
  const { origin } = await redirectTo(`${open.origin}/0123456789`);
  const { message } = await faultFrom(origin, { allow: { http: true } });
  expect(message).toMatch(/is no https: address; a redirect from https may only lead to another$/);
  expect(message).not.toContain('0123456789');
  expect(open.requests).toEqual([]);
});

test('http leads to https', async () => {
  const { origin: secure } = await serve('[]');
  const { origin } = await redirectTo(secure, 301, false);
  expect((await textFrom(origin)).text).toBe('[]');
});

test.each(['file:///etc/passwd', 'http://', '', null])('a redirect to nowhere: %j', async (location) => {
  const { origin } = await redirectTo(location);
  const { message, isRetryable } = await faultFrom(origin);
  expect(message).toMatch(/is no https: address|redirects to no address|redirects more than 5 times/);
  expect(isRetryable).toBe(false);
});

describe('secrets', () => {
  const headers = { Authorization: 'Bearer 0123456789', 'X-Key': '0123456789' };

  test('stay with their origin', async () => {
    const { origin, requests } = await serve((request, response) => {
      if (request.url === '/new') response.end('[]');
      else response.writeHead(302, { location: '/new' }).end();
    });
    await textFrom(origin, { headers });
    expect(requests[1]?.headers).toMatchObject({ authorization: 'Bearer 0123456789', 'x-key': '0123456789' });
  });

  test('are not taken to another one, nor back from there', async () => {
    const first = await serve((request, response) => {
      if (request.url === '/back') response.end('[]');
      else response.writeHead(302, { location: other.origin }).end();
    });
    const other = await serve((_request, response) => {
      response.writeHead(302, { location: `${first.origin}/back` }).end();
    });
    expect((await textFrom(first.origin.replace('//', '//ada:0123456789@'), { headers })).text).toBe('[]');
    expect(first.requests[0]?.headers.authorization).toBe('Bearer 0123456789');
    for (const request of [other.requests[0], first.requests[1]]) {
      expect(JSON.stringify(request?.headers)).not.toContain('0123456789');
      expect(request?.headers.referer).toBeUndefined();
    }
  });
});

test('five redirects are followed, a sixth is not', async () => {
  const { origin, requests } = await serve((request, response) => {
    const left = Number(request.url?.slice(1));
    if (left === 0) response.end('[]');
    else response.writeHead(302, { location: `/${left - 1}` }).end();
  });
  expect((await textFrom(`${origin}/5`)).text).toBe('[]');
  requests.length = 0;
  expect((await faultFrom(`${origin}/6`)).message).toMatch(/redirects more than 5 times$/);
  expect(requests).toHaveLength(6);
});
