import { createServer, type AddressInfo } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';
import fc from 'fast-check';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { FetchFault } from '../../src/fetch/fetch-fault.ts';
import { faultFrom, serve, serveBytes, textFrom, trustTestCertificate } from './feed-server.ts';

beforeEach(trustTestCertificate);

describe('the connection', () => {
  test('a certificate nobody vouches for is refused, whatever Node is told to put up with', async () => {
    setDefaultCACertificates([]);
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => void delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']);
    const { origin, requests } = await serve('[]');
    const { message, isRetryable } = await faultFrom(origin);
    expect(message).toMatch(/has a certificate that is not accepted \(\w+\)$/);
    expect(isRetryable).toBe(false);
    expect(requests).toEqual([]);
  });

  test('nobody listens', async () => {
    const closed = createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect(await faultFrom(`https://127.0.0.1:${port}/`)).toMatchObject({
      message: `127.0.0.1:${port} (ADDRESS) gave no whole answer (ECONNREFUSED)`,
      isRetryable: true,
    });
  });

  test('a body that ends before its length is no shorter feed', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('BEGIN', () => response.destroy());
    });
    expect(await faultFrom(origin)).toMatchObject({
      message: expect.stringMatching(/gave no whole answer \(ECONNRESET\)$/) as string,
      isRetryable: true,
    });
  });

  test('whatever a server says instead of HTTP is a text or a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(spoiltAnswer, fc.uint8Array({ maxLength: 200 })), async (bytes) => {
        const address = await serveBytes(bytes);
        try {
          expect((await textFrom(`${address}0123456789`)).kind).toBe('text');
        } catch (error) {
          expect(error).toBeInstanceOf(FetchFault);
          expect((error as Error).message).not.toMatch(/0123456789|unknown error/);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('a connection that becomes something else ends in a fault', async () => {
    const address = await serveBytes(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n',
    );
    expect((await faultFrom(address)).message).toMatch(/gave no whole answer \(ECONNRESET\)$/);
  });
});

const spoiltAnswer = fc
  .tuple(
    fc.constantFrom(
      'HTTP/1.1 200 OK',
      'HTTP/1.1 302 Found',
      'HTTP/1.1 999 x',
      'HTTP/1.1 304 x',
      'HTTP/9 200',
    ),
    fc.constantFrom(
      '',
      'Location: http://[',
      'Content-Length: 9',
      'Content-Encoding: br',
      'Content-Type: ;charset=\u0000',
    ),
    fc.string(),
  )
  .map(([line, header, body]) => Buffer.from(`${line}\r\n${header}\r\n\r\n${body}`));
