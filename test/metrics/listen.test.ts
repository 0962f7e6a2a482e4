import { onTestFinished, expect, test } from 'vitest';
import { listenForMetrics, starting } from '../../src/metrics/listen.ts';

const listen = async (
  sources: Partial<Parameters<typeof listenForMetrics>[1]> = {},
  settings = { host: '127.0.0.1', port: 0 },
) => {
  const listener = await listenForMetrics(settings, {
    metrics: () => Promise.resolve('up 1\n'),
    readiness: starting,
    ...sources,
  });
  onTestFinished(() => listener.close());
  return async (path: string, method = 'GET') => {
    const response = await fetch(listener.url + path, { method });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      text: await response.text(),
    };
  };
};

test('Prometheus gets its text, of the version it asks for', async () => {
  const get = await listen();
  expect(await get('/metrics?name=up')).toEqual({
    status: 200,
    type: 'text/plain; version=0.0.4; charset=utf-8',
    text: 'up 1\n',
  });
});

test('a process that is starting is alive and not ready; ready once its parts are', async () => {
  let readiness = starting;
  const get = await listen({ readiness: () => readiness() });
  expect((await get('/healthz')).status).toBe(200);
  expect(await get('/readyz')).toMatchObject({
    status: 503,
    text: '{"status":"not_ready","parts":{"process":"starting"}}',
  });
  readiness = () => Promise.resolve({ isReady: true, parts: { temporal: 'ok' } });
  expect(await get('/readyz')).toMatchObject({
    status: 200,
    text: '{"status":"ready","parts":{"temporal":"ok"}}',
  });
});

test('metrics that can’t be had are an error with its reason, and no empty answer', async () => {
  const get = await listen({ metrics: () => Promise.reject(new Error('the exporter is away')) });
  expect(await get('/metrics')).toMatchObject({ status: 503, text: '{"error":"the exporter is away"}' });
});

test('nothing else is there, and nothing can be changed', async () => {
  const get = await listen();
  expect((await get('/')).status).toBe(404);
  expect((await get('/metrics', 'POST')).status).toBe(405);
});

test('a port that is taken is refused at once', async () => {
  const { port, close } = await takenPort();
  onTestFinished(close);
  await expect(listen({}, { host: '127.0.0.1', port })).rejects.toThrow('EADDRINUSE');
});

const takenPort = async () => {
  const { url, close } = await listenForMetrics(
    { host: '127.0.0.1', port: 0 },
    { metrics: () => Promise.resolve(''), readiness: starting },
  );
  return { port: Number(new URL(url).port), close };
};
