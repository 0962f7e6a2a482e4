import {
  SeamHttp,
  SeamHttpInvalidInputError,
  isSeamHttpApiError,
  isSeamHttpInvalidResponseError,
  isSeamHttpUnauthorizedError,
} from '@seamapi/http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anOracodeDoor, startSimulator, type RunningSimulator } from '../support/simulator.ts';
import { now, stayOf } from './seam-calls.ts';

// The contract: Seam's own client finds nothing amiss.
const door = anOracodeDoor();
const id = door.device_id;
let sim: RunningSimulator;
let seam: SeamHttp;

const clientFor = (apiKey: string, timeout = 5_000) =>
  new SeamHttp({ apiKey, endpoint: sim.url, timeout, axiosRetryOptions: { retries: 0 } });

beforeEach(async () => {
  sim = await startSimulator({ world: [door], now });
  seam = clientFor(sim.apiKey);
});
afterEach(() => sim.close());

const createCode = (parameters: object = {}) => seam.accessCodes.create(stayOf(id, parameters));

describe('the SDK', () => {
  it('reads a device with its time slots', async () => {
    const device = await seam.devices.get({ device_id: id });
    expect(device).toEqual(door);
    expect(await seam.devices.list({ device_ids: [id] })).toEqual([door]);
  });

  it('creates, gets, lists and searches codes', async () => {
    const code = await createCode({ max_time_rounding: '1hour' });
    const { access_code_id } = code;
    expect(await seam.accessCodes.get({ access_code_id })).toEqual(code);
    expect(await seam.accessCodes.list({ device_id: id })).toEqual([code]);
    expect(await seam.accessCodes.list({ access_code_ids: [access_code_id] })).toEqual([code]);
    expect(await seam.accessCodes.list({ device_id: id, search: 'R:1001' })).toEqual([code]);
    expect(await seam.accessCodes.list({ device_id: id, search: 'R:9999' })).toEqual([]);
  });

  it('pages through a list', async () => {
    for (const name of ['a', 'b', 'c']) await createCode({ name });
    const pages = seam.createPaginator(seam.accessCodes.list({ device_id: id, limit: 2 }));
    expect((await pages.flattenToArray()).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });

  it('lists events, and manages webhooks', async () => {
    const { access_code_id } = await createCode();
    expect(await seam.events.list({ since: now, access_code_id })).toMatchObject([
      { event_type: 'access_code.created' },
    ]);
    const { webhook_id, secret } = await seam.webhooks.create({
      url: 'http://127.0.0.1:9/',
      event_types: [],
    });
    expect(secret).toMatch(/^whsec_/);
    await seam.webhooks.delete({ webhook_id });
    expect(await seam.webhooks.list()).toEqual([]);
  });
});

describe('the SDK recognises', () => {
  const errorOf = async (request: PromiseLike<unknown>): Promise<unknown> => {
    try {
      await request;
    } catch (error) {
      return error;
    }
    throw new Error('expected a failure');
  };

  it('an invalid parameter', async () => {
    const error = await errorOf(createCode({ code: '1234' }));
    expect(error).toBeInstanceOf(SeamHttpInvalidInputError);
    expect((error as SeamHttpInvalidInputError).getValidationErrorMessages('code')).toHaveLength(1);
  });

  it('a refused update and a refused delete', async () => {
    const { access_code_id } = await createCode();
    expect(await errorOf(seam.accessCodes.delete({ access_code_id }))).toBeInstanceOf(
      SeamHttpInvalidInputError,
    );
    expect(await errorOf(seam.accessCodes.update({ access_code_id, name: 'x' }))).toBeInstanceOf(
      SeamHttpInvalidInputError,
    );
  });

  it('a wrong key, with the id of the request', async () => {
    const error = await errorOf(clientFor('seam_wrong').devices.get({ device_id: id }));
    expect(isSeamHttpUnauthorizedError(error)).toBe(true);
    expect((error as { requestId: string }).requestId).not.toBe('');
  });

  it('a device that is not there, an outage and a rate limit', async () => {
    const statuses: unknown[] = [];
    const record = (error: unknown) =>
      statuses.push(isSeamHttpApiError(error) && [error.statusCode, error.code]);
    record(await errorOf(seam.devices.get({ device_id: 'nope' })));
    sim.addFault({ kind: 'outage', times: 1 });
    record(await errorOf(createCode()));
    sim.addFault({ kind: 'rate_limited', times: 1 });
    record(await errorOf(createCode()));
    expect(statuses).toEqual([
      [404, 'device_not_found'],
      [503, 'service_unavailable'],
      [429, 'too_many_requests'],
    ]);
  });

  it('an answer without the code', async () => {
    sim.addFault({ kind: 'invalid_response', times: 1 });
    expect(isSeamHttpInvalidResponseError(await errorOf(createCode()))).toBe(true);
  });

  it.each([
    ['a page that is not JSON', { kind: 'html_502' }, 'ERR_BAD_RESPONSE'],
    ['a lost connection', { kind: 'reset_after_commit' }, 'ERR_NETWORK'],
    ['silence', { kind: 'hang_after_commit' }, 'ETIMEDOUT'],
  ] as const)('%s as a failure of the network, and sends the create once', async (_case, fault, code) => {
    sim.addFault(fault);
    const error = await errorOf(clientFor(sim.apiKey, 300).accessCodes.create(stayOf(id)));
    expect((error as { code?: string }).code).toBe(code);
    expect(sim.state().requests).toHaveLength(1);
  });
});
