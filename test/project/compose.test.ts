import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { knownVariables, readWorkerConfig } from '../../src/config.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';

const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, { environment?: Record<string, string | number>; command?: string[] }>;
};
const worker = compose.services['worker']?.environment ?? {};

// `${NAME:-default}` and `${NAME:?message}`, as compose reads them with nothing set.
const withDefaults = (value: string | number) =>
  String(value).replace(/\$\{\w+(?::-([^}]*)|:\?[^}]*)\}/g, (_whole, fallback?: string) => fallback ?? '');

test('compose names PostgreSQL, Temporal, its UI and the worker', () => {
  expect(Object.keys(compose.services)).toEqual(
    expect.arrayContaining(['postgres', 'temporal', 'temporal-ui', 'worker']),
  );
});

test('every variable compose sets for the worker is one the worker reads', () => {
  expect(Object.keys(worker).filter((name) => !knownVariables.has(name))).toEqual([]);
});

test('with a key, the values compose sets make a valid configuration', () => {
  const environment = Object.fromEntries(
    Object.entries(worker).map(([name, value]) => [name, withDefaults(value)]),
  );
  const config = readWorkerConfig({ ...environment, SEAM_API_KEY: 'seam_test' });
  expect(config.seam.endpoint).toBe('https://connect.getseam.com');
});

test('compose registers exactly the search attributes the workflow upserts', () => {
  const script = compose.services['temporal-namespace']?.command?.join('\n') ?? '';
  const registered = [...script.matchAll(/--name (\w+) --type (\w+)/g)].map(([, name, type]) => [name, type]);
  expect(Object.fromEntries(registered)).toEqual(searchAttributeTypes);
});

test('the image holds what the worker imports', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  expect(dockerfile).toMatch(/^FROM node:24/m);
  expect(dockerfile).toMatch(/^COPY src \.\/src$/m);
  expect(dockerfile).toMatch(/^COPY templates \.\/templates$/m);
  expect(dockerfile).toMatch(/^USER node$/m);
});
