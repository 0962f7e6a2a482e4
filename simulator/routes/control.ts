import type { FastifyInstance } from 'fastify';
import { invalidInput } from '../api-error.ts';
import type { Control, EmittedEvent } from '../control.ts';
import { readFault } from '../fault-input.ts';
import { parametersOf, requiredText } from '../parameters.ts';
import { WorldError, checkDevice } from '../world.ts';

/** `/_sim/*`: no key, no faults, no record. Not part of Seam. */
export const controlRoutes = (app: FastifyInstance, control: Control): void => {
  app.get('/_sim/state', () => control.state());

  app.get('/_sim/clock', () => ({ now: control.now() }));
  app.post('/_sim/clock', (request) => {
    const parameters = parametersOf(request);
    const ms = parameters['advance_ms'];
    if (ms === undefined) control.setNow(requiredText(parameters, 'now'));
    else if (typeof ms === 'number' && ms >= 0) control.advance(ms);
    else throw invalidInput('advance_ms', `is ${JSON.stringify(ms)}, expected a number of 0 or more`);
    return { now: control.now() };
  });

  app.post('/_sim/faults', (request) => control.addFault(readFault(parametersOf(request))));
  app.delete('/_sim/faults', () => {
    control.clearFaults();
    return { ok: true };
  });
  app.delete<{ Params: { id: string } }>('/_sim/faults/:id', ({ params }) => {
    control.clearFaults(params.id);
    return { ok: true };
  });

  app.post('/_sim/devices', (request) => {
    try {
      control.addDevice(checkDevice(request.body, 'device'));
    } catch (error) {
      throw error instanceof WorldError ? invalidInput('device', error.message) : error;
    }
    return { ok: true };
  });
  app.delete<{ Params: { id: string } }>('/_sim/devices/:id', ({ params }) => {
    control.removeDevice(params.id);
    return { ok: true };
  });

  app.post<{ Params: { id: string } }>('/_sim/access_codes/:id', (request) =>
    control.changeAccessCode(request.params.id, parametersOf(request)),
  );
  app.post<{ Body: EmittedEvent }>('/_sim/events', (request) => {
    requiredText(parametersOf(request), 'event_type');
    return control.emitEvent(request.body);
  });
};
