import { afterAll, beforeAll, expect, it } from 'vitest';
import { aDoor, aNotify, someNews } from './builders.ts';
import { startMailServer } from './mail-server.ts';
import { startPms } from './pms.ts';

let server: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

it('codes go to guest and PMS where both are set', async () => {
  await using pms = await startPms();
  const notify = aNotify({ smtpUrl: server.url, pmsUrl: pms.url });
  expect((await notify.sendCodes(someNews())).toSorted()).toEqual(['guest_email', 'pms_webhook']);
  expect(notify.logged()).toBe('');
});

it('a guest without an address is no fault: the PMS is told', async () => {
  await using pms = await startPms();
  const notify = aNotify({ smtpUrl: server.url, pmsUrl: pms.url });
  expect(await notify.sendCodes(someNews({ guest: { name: 'Ada' } }))).toEqual(['pms_webhook']);
});

it('a log line is no way to tell the guest: it says that there is none, without PIN, name or address', async () => {
  const notify = aNotify();
  const news = someNews({ doors: [aDoor(), aDoor({ state: 'not_yet', pin: null })] });
  expect(await notify.sendCodes(news)).toEqual([]);
  expect(notify.logged()).toContain('No way to reach this guest or a PMS');
  expect(notify.logged()).toContain('"reservationId":"4711"');
  expect(notify.logged()).not.toMatch(/0123|Ada|Lovelace|guests\.example/);
});

it('channels can be sent one by one', async () => {
  await using pms = await startPms();
  const channels = aNotify({ smtpUrl: server.url, pmsUrl: pms.url }).codesChannels(someNews());
  expect(channels.map(({ name }) => name)).toEqual(['guest_email', 'pms_webhook']);
  const before = server.received.length;
  await channels.find(({ name }) => name === 'pms_webhook')?.send();
  expect(pms.received).toHaveLength(1);
  expect(server.received).toHaveLength(before);
});
