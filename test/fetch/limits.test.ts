import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { faultFrom, fetchFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

const packed = (encoding: string, body: Buffer) =>
  serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': encoding }).end(body);
  });
const text = Buffer.from('BEGIN:VCALENDAR Zoë');

describe('packed bodies', () => {
  test.each<[string, Buffer]>([
    ['gzip', gzipSync(text)],
    ['X-GZip', gzipSync(text)],
    ['br', brotliCompressSync(text)],
    ['deflate', deflateSync(text)],
    ['deflate', deflateRawSync(text)],
    ['identity', text],
    ['gzip', Buffer.concat([gzipSync(text.subarray(0, 5)), gzipSync(text.subarray(5))])],
  ])('%s is unpacked', async (encoding, body) => {
    const { origin } = await packed(encoding, body);
    expect((await textFrom(origin)).text).toBe('BEGIN:VCALENDAR Zoë');
  });

  test.each<[string, (body: Buffer) => Buffer]>([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
  ])('a bomb of %s is stopped at the limit', async (encoding, pack) => {
    const { origin } = await packed(encoding, pack(Buffer.alloc(50 * 1024 * 1024)));
    const { message, isRetryable } = await faultFrom(origin, { limits: { textBytes: 1_000_000 } });
    expect(message).toMatch(/unpacks to more than 1000000 bytes/);
    expect(isRetryable).toBe(false);
  });

  test('a body that is cut off is no shorter feed', async () => {
    const { origin } = await packed('gzip', gzipSync(text).subarray(0, -9));
    expect(await faultFrom(origin)).toMatchObject({
      message: expect.stringMatching(/can't be unpacked as gzip \(Z_BUF_ERROR\); was it cut off\?/) as string,
      isRetryable: true,
    });
  });

  test('one packing nobody asked for is refused', async () => {
    const { origin } = await packed('compress', text);
    expect((await faultFrom(origin)).message).toMatch(
      /is packed as "compress"; expected gzip, br or deflate/,
    );
  });
});

describe('sizes', () => {
  test('an endless body is hung up on', async () => {
    let sent: ServerResponse | undefined;
    const { origin } = await serve((_request, response) => {
      sent = response;
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
      };
      response.on('drain', more);
      more();
    });
    const fault = await faultFrom(origin, { limits: { rawBytes: 1_000_000 } });
    expect(fault.message).toMatch(/sends more than 1000000 bytes; expected at most that$/);
    expect(fault.isRetryable).toBe(false);
    if (sent && !sent.closed) await once(sent, 'close');
  });

  test('a body of just the limit is read', async () => {
    const { origin } = await serve('0123456789');
    expect((await textFrom(origin, { limits: { rawBytes: 10 } })).text).toBe('0123456789');
    await expect(textFrom(origin, { limits: { rawBytes: 9 } })).rejects.toThrow(/more than 9 bytes/);
  });

  test('endless headers are hung up on', async () => {
    const { origin } = await serve((_request, response) => {
      response.setHeader('x-policy', 'x'.repeat(100_000)).end('[]');
    });
    expect((await faultFrom(origin)).message).toMatch(/gave no whole answer \(HPE_HEADER_OVERFLOW\)$/);
  });
});

describe('time', () => {
  test('a server that never answers', async () => {
    const { origin } = await serve(() => undefined);
    expect(await faultFrom(origin, { limits: { idleMs: 50 } })).toMatchObject({
      message: expect.stringMatching(/ADDRESS\) sent nothing for 0\.05 s$/) as string,
      isRetryable: true,
    });
  });

  test('a body that stops', async () => {
    const { origin } = await serve((_request, response) => void response.write('BEGIN'));
    expect((await faultFrom(origin, { limits: { idleMs: 100 } })).message).toMatch(
      /sent nothing for 0\.1 s$/,
    );
  });

  test('a body that comes drop by drop without end', async () => {
    const { origin } = await serve((_request, response) => {
      const drop = setInterval(() => response.write('x'), 10);
      response.on('close', () => clearInterval(drop));
    });
    const fault = await faultFrom(origin, { limits: { idleMs: 5_000, wholeMs: 200 } });
    expect(fault.message).toMatch(/took longer than 0\.2 s$/);
    expect(fault.isRetryable).toBe(true);
  });

  test('a body that comes slowly but steadily is read', async () => {
    const { origin } = await serve((_request, response) => {
      let left = 40;
      const drop = setInterval(() => {
        left -= 1;
        if (left > 0) return void response.write('x');
        clearInterval(drop);
        response.end('x');
      }, 30);
    });
    expect((await textFrom(origin, { limits: { idleMs: 800 } })).text).toBe('x'.repeat(40));
  });

  test('redirects share it', async () => {
    const { origin } = await serve((request, response) => {
      setTimeout(() => response.writeHead(302, { location: `${request.url}x` }).end(), 60);
    });
    const fault = await faultFrom(origin, { limits: { wholeMs: 150 } });
    expect(fault.message).toMatch(/took longer than 0\.15 s$/);
  });

  test('whoever asked may end it, and hears their own reason', async () => {
    const asking = new AbortController();
    const reason = new Error('cancelled');
    const { origin } = await serve(() => asking.abort(reason));
    await expect(fetchFrom(origin, { signal: asking.signal })).rejects.toBe(reason);
    await expect(fetchFrom(origin, { signal: asking.signal })).rejects.toBe(reason);
  });
});
