import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { ApiError, invalidInput, notFound } from '../api-error.ts';
import { acceptAccessCode } from '../create-access-code.ts';
import { pageOf } from '../pages.ts';
import { parametersOf, requiredText, text, texts, type Parameters } from '../parameters.ts';
import { createRateLimit } from '../rate-limit.ts';
import type { Simulation } from '../simulation.ts';
import type { StoredCode } from '../store.ts';

const DEFAULT_LIMIT = 55_000;

export const accessCodeRoutes = (app: FastifyInstance, simulation: Simulation): void => {
  const { store, clock, faults, options, lifeCycle, present } = simulation;
  const countCreate = createRateLimit(clock, options);

  const codeOf = (parameters: Parameters): StoredCode => {
    const id = requiredText(parameters, 'access_code_id');
    const code = store.codes.get(id);
    const isGone = code !== undefined && code.removedAt !== null && options.gone404;
    if (!code || isGone) throw notFound('access_code', id);
    return code;
  };

  app.post('/access_codes/create', (request) => {
    const parameters = parametersOf(request);
    const deviceId = requiredText(parameters, 'device_id');
    const device = store.devices.get(deviceId);
    if (!device) throw notFound('device', deviceId);
    countCreate(deviceId);

    const code = acceptAccessCode(device, parameters, {
      store,
      options,
      now: clock.now(),
      mismatchStyle: () =>
        faults.take(['slot_mismatch_style'], { deviceId, path: '/access_codes/create' })?.style ??
        options.slotMismatch,
    });
    lifeCycle.begin(code);
    request.record.created_access_code_id = code.wire.access_code_id;
    return {
      action_attempt: {
        action_attempt_id: randomUUID(),
        action_type: 'CREATE_ACCESS_CODE',
        status: 'pending',
        result: null,
        error: null,
      },
      access_code: present.code(code),
      ok: true,
    };
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/access_codes/get',
    handler: (request) => ({ access_code: present.code(codeOf(parametersOf(request))), ok: true }),
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/access_codes/list',
    handler: (request) => {
      const parameters = parametersOf(request);
      const matches = listFilter(parameters);
      const deviceId = text(parameters, 'device_id');
      const stale = faults.take(['stale_list'], { deviceId, path: '/access_codes/list' });
      const youngest = stale ? clock.now() - stale.lag_ms : Infinity;
      const found = [...store.codes.values()].filter(
        (code) => code.removedAt === null && Date.parse(code.wire.created_at) <= youngest && matches(code),
      );
      const { entries, pagination } = pageOf(found, parameters, request, DEFAULT_LIMIT);
      return { access_codes: entries.map((code) => present.code(code)), pagination, ok: true };
    },
  });

  // What the lock computes by itself cannot be taken back: Seam's guides say so for Oracode.
  app.route({
    method: ['DELETE', 'POST'],
    url: '/access_codes/delete',
    handler: (request) => {
      codeOf(parametersOf(request));
      throw invalidInput('access_code_id', 'Cannot delete an offline access code');
    },
  });
  app.route({
    method: ['PATCH', 'PUT', 'POST'],
    url: '/access_codes/update',
    handler: (request) => {
      codeOf(parametersOf(request));
      throw invalidInput('access_code_id', 'Cannot update an offline access code');
    },
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/access_codes/unmanaged/list',
    handler: (request) => ({
      access_codes: [],
      pagination: pageOf([], parametersOf(request), request, DEFAULT_LIMIT).pagination,
      ok: true,
    }),
  });
};

const listFilter = (parameters: Parameters): ((code: StoredCode) => boolean) => {
  const deviceId = text(parameters, 'device_id');
  const ids = texts(parameters, 'access_code_ids');
  // Grants and their methods are not simulated: no code belongs to one.
  const grant = text(parameters, 'access_grant_id') ?? text(parameters, 'access_method_id');
  if (deviceId === undefined && ids === undefined && grant === undefined) {
    throw new ApiError(
      400,
      'invalid_input',
      'Specify at least one of device_id, access_code_ids, access_method_id or access_grant_id',
    );
  }
  const search = text(parameters, 'search')?.toLowerCase();
  return ({ wire }) =>
    grant === undefined &&
    (deviceId === undefined || wire.device_id === deviceId) &&
    (ids === undefined || ids.includes(wire.access_code_id)) &&
    (search === undefined ||
      [wire.name, wire.code, wire.access_code_id].some((field) => field?.toLowerCase().includes(search)));
};
