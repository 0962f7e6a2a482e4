import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { isReachable } from '../../src/fetch/reachable-address.ts';
import { feedOf } from '../feeds/feeds.ts';
import { faultFrom, serve, textFrom, trustTestCertificate } from './feed-server.ts';

beforeAll(trustTestCertificate);

describe('addresses that are not public are out of reach', () => {
  test.each([
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:169.254.169.254',
    '::ffff:a00:1',
    '64:ff9b::7f00:1',
    '64:ff9b::a9fe:a9fe',
    '64:ff9b:1::1',
    '2001::1',
    '2002:7f00:1::',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
    'no address',
  ])('%s', (address) => {
    expect(isReachable(address, [])).toBe(false);
  });

  test.each(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    '%s is public',
    (address) => {
      expect(isReachable(address, [])).toBe(true);
    },
  );

  test('a range lets in what is within it, however it is written', () => {
    const ranges = ['10.1.0.0/16', 'fd00:1::/32'];
    const within = ['10.1.2.3', '::ffff:10.1.2.3', '64:ff9b::a01:203', 'fd00:1::5'];
    expect(within.filter((address) => !isReachable(address, ranges))).toEqual([]);
    expect(['10.2.0.1', 'fd00:2::5', '127.0.0.1'].filter((address) => isReachable(address, ranges))).toEqual(
      [],
    );
  });

  test('an IPv4 address is judged alike bare, mapped and behind NAT64', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const bytes = address.split('.').map(Number);
        const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
        const tail = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        const judged = isReachable(address, []);
        expect(isReachable(`::ffff:${tail}`, [])).toBe(judged);
        expect(isReachable(`64:ff9b::${tail}`, [])).toBe(judged);
      }),
    );
  });
});

describe('nothing is connected to', () => {
  const REFUSED = /is at an address that is not public; expected a public one, or one in "allow\.addresses"$/;

  test.each(['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '127.1'])(
    '%s',
    async (host) => {
      const { port, requests } = await serve('[]');
      const { message, isRetryable } = await faultFrom(`https://${host}:${port}/`, {
        allow: { addresses: [] },
      });
      expect(message).toMatch(REFUSED);
      expect(isRetryable).toBe(false);
      expect(requests).toEqual([]);
    },
  );

  test('a name is judged by the address it has: allowed, it is reached', async () => {
    const { port } = await serve('[]');
    expect((await textFrom(`https://localhost:${port}/`)).text).toBe('[]');
  });

  test('an allowed range lets nothing else in', async () => {
    const { port } = await serve('[]');
    const allow = { addresses: ['10.0.0.0/8'] };
    expect((await faultFrom(`https://localhost:${port}/`, { allow })).message).toMatch(REFUSED);
  });
});

describe('http', () => {
  test('is refused, and not connected to', async () => {
    const allow = { addresses: ['0.0.0.0/0'] };
    expect((await faultFrom('http://192.0.2.1:9/0123456789', { allow })).message).toBe(
      '192.0.2.1:9 (ADDRESS) is an http: address; expected https:, or "allow": { "http": true }',
    );
  });

  test('to this machine needs no leave but that of the address', async () => {
    const { origin } = await serve('[]', { isSecure: false });
    expect((await textFrom(origin)).text).toBe('[]');
  });

  test('stands in the file where the feed allows it', () => {
    const feed = { kind: 'ical', format: 'generic', location: 'http://pms.example/a' };
    expect(feedOf({ ...feed, allow: { http: true } }).location).toEqual({ url: 'http://pms.example/a' });
    expect(() => feedOf(feed)).toThrow(/feeds\.0\.location: expected an https address/);
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'data:text/plain,x'])(
    '%s is no address of a feed',
    async (address) => {
      expect((await faultFrom(address)).message).toMatch(/is a (?:file|ftp|data): address; expected https:/);
    },
  );
});

test.each(['10.1/8', '10.0.0.1', '10.0.0.0/33', 'fd00::/129', 'localhost', ''])(
  'a range that is none is refused: "%s"',
  (range) => {
    const feed = { kind: 'ical', format: 'generic', allow: { addresses: [range] } };
    expect(() => feedOf(feed)).toThrow(/allow\.addresses\.0 is ".*": expected a range of addresses/);
  },
);

test.each(['Host', 'content-length', 'If-None-Match', 'a b', ''])(
  'a header that is not to be set: "%s"',
  (name) => {
    const feed = { kind: 'ical', format: 'generic', headers: { [name]: 'env:X' } };
    expect(() => feedOf(feed)).toThrow(/feeds\.0\.headers\..*: expected a(?:nother header| name)/);
  },
);
