import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSeam, type Seam } from '../../src/seam/client.ts';
import { isSeamFault } from '../../src/seam/errors.ts';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor({ name: 'Front Door' });
let simulator: RunningSimulator;
let seam: Seam;

beforeAll(async () => {
  simulator = await startSimulator({ world: [door], now: '2026-12-01T08:00:00Z' });
});
afterAll(() => simulator.close());
beforeEach(() => {
  simulator.clearFaults();
  // A minute on: the limit of ten creates a minute is another test's subject.
  simulator.advance(60_000);
  seam = createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 500 });
});

const wanted = (name: string) => ({
  doorId: door.device_id,
  name,
  startsAt: '2026-12-03T15:00:00.000Z', // 7:00 in Los Angeles
  endsAt: '2026-12-06T03:00:00.000Z', // 19:00
  maxTimeRounding: '1hour' as const,
});

const faultOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => (isSeamFault(error) ? error : Promise.reject(error as Error)),
  );

const createsSent = () =>
  simulator.state().requests.filter(({ path }) => path === '/access_codes/create').length;
const codesNamed = (name: string) =>
  simulator.state().access_codes.filter((code) => code.name === name).length;

describe('reading', () => {
  test('a door comes in our words, with every time slot as Seam writes it', async () => {
    const found = await seam.findDoor(door.device_id);
    expect(found).toMatchObject({
      name: 'Front Door',
      isOracode: true,
      canProgramOfflineAccessCodes: true,
      timeZone: 'America/Los_Angeles',
    });
    expect(found?.timeSlots).toHaveLength(6);
    expect(found?.timeSlots[0]).toMatchObject({ checkIn: '07:00:00[America/Los_Angeles]', isMaster: false });
  });

  test('the doors of the workspace are its Oracode doors, and no other device', async () => {
    const other = { device_id: 'august-1', device_type: 'august_lock' };
    simulator.addDevice(other);
    expect((await seam.listDoors()).map(({ doorId }) => doorId)).toEqual([door.device_id]);
    simulator.removeDevice(other.device_id);
  });

  test('a door or a code Seam does not know is null, not an error', async () => {
    expect(await seam.findDoor('00000000-0000-4000-8000-000000000000')).toBeNull();
    expect(await seam.findAccessCode('00000000-0000-4000-8000-000000000000')).toBeNull();
  });

  test('codes are found by how their name begins, whatever stands in the middle of another', async () => {
    await seam.createAccessCode(wanted('staykey a/b/c #1'));
    await seam.createAccessCode(wanted('staykey a/b/c #11'));
    await seam.createAccessCode(wanted('copy of staykey a/b/c #1'));
    await seam.createAccessCode(wanted('staykey a/b/cd #1'));
    const found = await seam.findAccessCodesByName(door.device_id, 'staykey a/b/c #');
    expect(found.map(({ name }) => name)).toEqual(['staykey a/b/c #1', 'staykey a/b/c #11']);
  });

  test('no answer ever holds the PIN', async () => {
    const created = await seam.createAccessCode(wanted('no pin'));
    const pin = simulator.state().access_codes.find(({ name }) => name === 'no pin')?.code ?? '';
    expect(pin).toMatch(/^\d{6}$/);
    const read = await seam.findAccessCode(created.accessCodeId);
    expect(read?.hasPin).toBe(true);
    expect(JSON.stringify([created, read])).not.toContain(pin);
  });

  test('a PIN that Seam quotes in an error of the code is hidden', async () => {
    const { accessCodeId } = await seam.createAccessCode(wanted('quoted pin'));
    const pin = simulator.state().access_codes.find(({ name }) => name === 'quoted pin')?.code;
    simulator.changeAccessCode(accessCodeId, {
      errors: [{ error_code: 'duplicate_code_on_device', message: `Code ${pin} is taken since 2026-12-01` }],
    });
    const read = await seam.findAccessCode(accessCodeId);
    expect(read?.errors[0]?.message).toBe('Code (hidden) is taken since 2026-12-01');
  });
});

describe('what a failed create means', () => {
  test.each([
    ['a 500', 'ambiguous', { kind: 'error_500' }],
    ['a page of HTML', 'ambiguous', { kind: 'html_502' }],
    ['a reset after the code was made', 'ambiguous', { kind: 'reset_after_commit' }],
    ['a success without the code in it', 'ambiguous', { kind: 'invalid_response' }],
    ['a 401', 'needs_human', { kind: 'unauthorized' }],
    ['a 429', 'rate_limited', { kind: 'rate_limited' }],
  ] as const)('%s is %s', async (name, kind, fault) => {
    simulator.addFault({ ...fault, path: '/access_codes/create', times: 1 });
    expect(await faultOf(seam.createAccessCode(wanted(name)))).toMatchObject({ kind });
  });

  test('silence past the timeout is ambiguous', async () => {
    simulator.addFault({ kind: 'hang_after_commit', path: '/access_codes/create', times: 1 });
    expect(await faultOf(seam.createAccessCode(wanted('hang')))).toMatchObject({ kind: 'ambiguous' });
  });

  test('times that fit no slot are refused', async () => {
    const fault = await faultOf(
      seam.createAccessCode({ ...wanted('slot'), startsAt: '2026-12-03T20:00:00.000Z' }),
    );
    expect(fault).toMatchObject({ kind: 'refused' });
    expect(fault?.message).toMatch(/access_codes\/create with 400/);
  });

  test('a connection that was never made is proof that nothing was sent', async () => {
    const port = await freePort();
    const nobody = createSeam({ apiKey: 'seam_x', endpoint: `http://127.0.0.1:${port}`, timeoutMs: 500 });
    expect(await faultOf(nobody.createAccessCode(wanted('nobody')))).toMatchObject({ kind: 'not_sent' });
  });

  test('no kind of failure makes the client send a create again', async () => {
    for (const kind of ['reset_after_commit', 'error_500', 'html_502'] as const) {
      const before = createsSent();
      simulator.addFault({ kind, path: '/access_codes/create', times: 1 });
      await faultOf(seam.createAccessCode(wanted(`once ${kind}`)));
      expect(createsSent() - before).toBe(1);
    }
    expect(codesNamed('once reset_after_commit')).toBe(1);
  });

  test('Seam says how long to wait where it does', async () => {
    simulator.addFault({ kind: 'rate_limited', path: '/access_codes/create', times: 1, retry_after: 7 });
    expect(await faultOf(seam.createAccessCode(wanted('wait')))).toMatchObject({ retryAfterMs: 7_000 });
  });

  test('the API key is in no error, however deep', async () => {
    const fault = await faultOf(
      createSeam({ apiKey: 'seam_verysecret', endpoint: simulator.url, timeoutMs: 500 }).findDoor('x'),
    );
    expect(fault?.kind).toBe('needs_human');
    expect(fault?.cause).toBeUndefined();
    expect(JSON.stringify(fault, Object.getOwnPropertyNames(fault))).not.toContain('verysecret');
  });
});

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
