import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { newToken } from '../../src/api/tokens.ts';
import { knownVariables, readCodecConfig, readServerConfig, readWorkerConfig } from '../../src/config.ts';
import { readCompose } from '../../src/stack/compose-file.ts';
import { launchOf } from '../../src/stack/launch.ts';
import { searchAttributeTypes } from '../../src/workflows/search-attributes.ts';

interface Service {
  image?: string;
  build?: object;
  environment?: Record<string, string | number>;
  command?: string[];
  ports?: string[];
  secrets?: string[];
  volumes?: string[];
  restart?: string;
  healthcheck?: { test: string[] };
  logging?: { options: Record<string, string> };
  deploy?: { resources: { limits: { cpus: string; memory: string } } };
  depends_on?: Record<string, { condition: string }>;
  read_only?: boolean;
}
const compose = parse(readFileSync('docker-compose.yml', 'utf8'), { merge: true }) as {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
};
const services = Object.entries(compose.services);
const isJob = ({ restart }: Service) => restart?.startsWith('on-failure') ?? false;
const serviceOf = (name: string): Service => compose.services[name] ?? {};
const environmentOf = (service: string) => serviceOf(service).environment ?? {};

// What a service sees with nothing set in .env, and its secrets in files: as it runs in its container.
const secretsFolder = mkdtempSync(join(tmpdir(), 'staykey-secrets-'));
execFileSync('sh', ['operations/make-secrets.sh', secretsFolder]);
const seenBy = (service: string) =>
  launchOf(readCompose('docker-compose.yml', { STAYKEY_SECRETS: secretsFolder }), service, {
    addresses: {},
    programs: {},
  }).env;
const writeSecretFile = (name: string, value: string) => writeFileSync(join(secretsFolder, name), value);

test('compose has everything it takes, from the database to the dashboards', () => {
  expect(Object.keys(compose.services).sort()).toEqual([
    'api',
    'codec-server',
    'grafana',
    'postgres',
    'prometheus',
    'temporal',
    'temporal-namespace',
    'temporal-schema',
    'temporal-ui',
    'worker',
  ]);
});

test.each(services)(
  '%s is of a version of its own, limited, started again, and its log can’t fill the disk',
  (_name, service) => {
    if (!service.build) expect(service.image).toMatch(/:(?:\$\{\w+:-)?v?\d+\.\d+/);
    const { cpus, memory } = service.deploy?.resources.limits ?? {};
    expect(cpus).toMatch(/^\d/);
    expect(memory).toMatch(/^\d+[MG]$/);
    expect(service.restart).toMatch(/^(?:unless-stopped|on-failure:\d+)$/);
    expect(service.logging?.options).toMatchObject({ 'max-size': '10m', 'max-file': '5' });
  },
);

test.each(services.filter(([, service]) => !isJob(service)))(
  '%s says whether it is well',
  (_name, { healthcheck }) => {
    expect(healthcheck?.test[0]).toBe('CMD');
  },
);

test('who waits for another waits until it is well, or done', () => {
  const waits = services.flatMap(([, { depends_on: others = {} }]) => Object.entries(others));
  for (const [other, { condition }] of waits)
    expect([other, condition]).toEqual([
      other,
      isJob(serviceOf(other)) ? 'service_completed_successfully' : 'service_healthy',
    ]);
});

test('what has a port is reached from this machine alone', () => {
  const ports = services.flatMap(([, service]) => service.ports ?? []);
  expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
});

test('no secret stands in the environment of a container', () => {
  const named = services.flatMap(([, { environment = {} }]) => Object.keys(environment));
  expect(named.filter((name) => /(?:PASSWORD|PWD|SECRET|TOKEN|KEY|KEYS|SMTP_URL)$/.test(name))).toEqual([]);
});

test('every secret is given to who reads it and to nobody else, and has its file', () => {
  for (const [name, { environment = {}, secrets = [] }] of services) {
    const read = Object.values(environment).flatMap(
      (value) => /^\/run\/secrets\/(.*)$/.exec(String(value))?.[1] ?? [],
    );
    expect([name, read.sort()]).toEqual([name, [...secrets].sort()]);
  }
  expect(Object.keys(compose.secrets).sort()).toEqual(readdirSync(secretsFolder).sort());
});

test('only who runs the machine gets to the secrets, and containers can read them', () => {
  expect(statSync(secretsFolder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(secretsFolder))
    expect([name, statSync(join(secretsFolder, name)).mode & 0o777]).toEqual([name, 0o644]);
});

test('secrets that are there are left as they are', () => {
  const passwordOf = () => readFileSync(join(secretsFolder, 'postgres_password'), 'utf8');
  const before = passwordOf();
  execFileSync('sh', ['operations/make-secrets.sh', secretsFolder]);
  expect(passwordOf()).toBe(before);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
});

test.each(['worker', 'codec-server', 'api'])(
  'every variable compose sets for the %s is one Staykey reads',
  (service) => {
    expect(Object.keys(environmentOf(service)).filter((name) => !knownVariables.has(name))).toEqual([]);
  },
);

test('with a key of Seam and a token, what compose sets makes valid configurations', () => {
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  writeSecretFile('api_tokens', JSON.stringify([entry]));
  writeSecretFile('seam_api_key', 'seam_test\n');
  const { api } = readServerConfig(seenBy('api'));
  expect(api).toMatchObject({ port: 8090 });
  expect(environmentOf('api')['STAYKEY_API_HOST']).toBe('0.0.0.0');
  expect(serviceOf('api').ports).toEqual(['127.0.0.1:8090:8090']);
  const worker = readWorkerConfig(seenBy('worker'));
  expect(worker.seam).toMatchObject({ apiKey: 'seam_test', endpoint: 'https://connect.getseam.com' });
  expect(worker.notify.mail).toBeNull();
});

test('the UI asks the codec server where it listens, from an origin it lets in', () => {
  const { port, origins } = readCodecConfig(seenBy('codec-server'));
  expect(serviceOf('codec-server').ports).toEqual([`127.0.0.1:${port}:${port}`]);
  const ui = environmentOf('temporal-ui');
  expect(ui['TEMPORAL_CODEC_ENDPOINT']).toBe(`http://localhost:${port}`);
  expect(ui['TEMPORAL_CODEC_INCLUDE_CREDENTIALS']).toBe('true');
  expect(serviceOf('temporal-ui').ports).toEqual(['127.0.0.1:8080:8080']);
  expect(origins).toEqual(['http://localhost:8080']);
});

test('compose registers exactly the search attributes the workflow upserts', () => {
  const script = compose.services['temporal-namespace']?.command?.join('\n') ?? '';
  const registered = [...script.matchAll(/--name (\w+) --type (\w+)/g)].map(([, name, type]) => [name, type]);
  expect(Object.fromEntries(registered)).toEqual(searchAttributeTypes);
});

test('the image leaves root and a package’s scripts out, and holds nothing it need not', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');
  expect(dockerfile).toMatch(/^RUN npm ci --omit=dev --ignore-scripts$/m);
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).toMatch(/^HEALTHCHECK /m);
  // Each copy from this folder is let through by .dockerignore, which shuts everything else out.
  const rules = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
  expect(rules[0]).toBe('*');
  const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
  expect(new Set(copied)).toEqual(new Set(rules.slice(1).map((line) => line.slice(1))));
});
