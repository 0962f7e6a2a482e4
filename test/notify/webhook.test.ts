import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { aDoor, aNotice, aNotify, faultOf, secret, someNews } from './builders.ts';
import { startPms } from './pms.ts';

const verified = ({ body, headers }: { body: string; headers: object }) =>
  new Webhook(secret).verify(body, headers as Record<string, string>);

it('the PMS gets the codes, signed as Standard Webhooks says, without the guest', async () => {
  await using pms = await startPms();
  expect(await aNotify({ pmsUrl: pms.url }).sendCodes(someNews())).toEqual(['pms_webhook']);
  const [request] = pms.received;
  if (!request) throw new Error('nothing came');
  expect(verified(request)).toEqual({
    type: 'access_codes.ready',
    timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    data: {
      id: someNews().id,
      source: 'hostaway',
      propertyId: 'beach-house',
      reservationId: '4711',
      arrival: '2026-12-01T16:30',
      departure: '2026-12-05T10:00',
      doors: [aDoor()],
    },
  });
  expect(() => verified({ ...request, body: request.body.replace('0123', '9999') })).toThrow();
  expect(request.body).not.toMatch(/Ada|guests\.example/);
});

it('the PMS gets staff notices as they are', async () => {
  await using pms = await startPms();
  const notices = [aNotice(1), aNotice(2)];
  expect(await aNotify({ pmsUrl: pms.url }).sendStaff({ id: 'digest-1', notices })).toEqual(['pms_webhook']);
  const [request] = pms.received;
  expect(request && verified(request)).toMatchObject({
    type: 'staff.notices',
    data: { id: 'digest-1', notices },
  });
});

it('a repeat carries the same webhook-id, by which the PMS drops it', async () => {
  await using pms = await startPms(503);
  const notify = aNotify({ pmsUrl: pms.url });
  expect(await faultOf(notify.sendCodes(someNews()))).toContain('pms_webhook: status 503');
  await notify.sendCodes(someNews());
  expect(pms.received.map(({ headers }) => headers['webhook-id'])).toEqual([someNews().id, someNews().id]);
});

it.each([300, 301, 307, 400, 410, 429, 500])(
  'an answer with status %i is a fault that says so',
  async (status) => {
    await using pms = await startPms(status);
    const fault = await faultOf(aNotify({ pmsUrl: pms.url }).sendCodes(someNews()));
    expect(fault).toContain(`pms_webhook: status ${status}`);
    expect(fault).not.toMatch(/0123|Ada|guests|hidden|whsec|secret words|127\.0\.0\.1/);
  },
);

it('a redirect is not followed: PINs go to the address that was set', async () => {
  await using pms = await startPms(308);
  const fault = await faultOf(aNotify({ pmsUrl: pms.url }).sendCodes(someNews()));
  expect(fault).toContain('pms_webhook: status 308: redirects are not followed');
  expect(pms.received.map(({ path }) => path)).toEqual(['/codes?token=hidden']);
});

it('a PMS that does not answer in time is a fault', async () => {
  await using pms = await startPms(null);
  expect(await faultOf(aNotify({ pmsUrl: pms.url }).sendCodes(someNews()))).toContain(
    'pms_webhook: no answer within 0.5 s',
  );
});

it('a PMS that is not there is named by its error code alone', async () => {
  const pms = await startPms();
  await pms[Symbol.asyncDispose]();
  const fault = await faultOf(aNotify({ pmsUrl: pms.url }).sendCodes(someNews()));
  expect(fault).toContain('pms_webhook: no answer (ECONNREFUSED)');
  expect(fault).not.toMatch(/hidden|127\.0\.0\.1|0123/);
});
