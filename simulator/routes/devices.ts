import type { FastifyInstance } from 'fastify';
import { notFound } from '../api-error.ts';
import { pageOf } from '../pages.ts';
import { parametersOf, requiredText, text, texts } from '../parameters.ts';
import type { Simulation } from '../simulation.ts';

export const deviceRoutes = (app: FastifyInstance, { store, present }: Simulation): void => {
  app.route({
    method: ['GET', 'POST'],
    url: '/devices/get',
    handler: (request) => {
      const id = requiredText(parametersOf(request), 'device_id');
      const device = store.devices.get(id);
      if (!device) throw notFound('device', id);
      return { device: present.device(device), ok: true };
    },
  });

  app.route({
    method: ['GET', 'POST'],
    url: '/devices/list',
    handler: (request) => {
      const parameters = parametersOf(request);
      const ids = texts(parameters, 'device_ids');
      const deviceType = text(parameters, 'device_type');
      const deviceTypes = texts(parameters, 'device_types');
      const found = [...store.devices.values()].filter(
        (device) =>
          (ids === undefined || ids.includes(device.device_id)) &&
          (deviceType === undefined || device.device_type === deviceType) &&
          (deviceTypes === undefined || deviceTypes.some((type) => type === device.device_type)),
      );
      const { entries, pagination } = pageOf(found, parameters, request, 500);
      return { devices: entries.map((device) => present.device(device)), pagination, ok: true };
    },
  });
};
