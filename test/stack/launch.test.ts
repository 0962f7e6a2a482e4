import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCompose } from '../../src/stack/compose-file.ts';
import { launchOf } from '../../src/stack/launch.ts';
import { emptyFolder } from '../temporal/fake-command.ts';

const ours = join(import.meta.dirname, '../../docker-compose.yml');
const machine = { addresses: {}, programs: {} };

const composeOf = async (text: string, variables = {}) => {
  const file = join(await emptyFolder(), 'docker-compose.yml');
  await writeFile(file, text);
  return readCompose(file, variables);
};

test('a process has the command and the environment of its service, with the variables of .env in their places', async () => {
  const compose = await composeOf(
    [
      'services:',
      '  worker:',
      "    command: ['node', 'src/worker.ts']",
      '    environment:',
      '      DAYS: ${DAYS:-7}',
      '      PORT: 9464',
      '      LEVEL: ${LEVEL:-INFO}',
      '      PRICE: $$5',
      'secrets: {}',
    ].join('\n'),
    { LEVEL: 'WARN' },
  );
  expect(launchOf(compose, 'worker', machine)).toEqual({
    command: process.execPath,
    args: [join(compose.folder, 'src/worker.ts')],
    env: { DAYS: '7', PORT: '9464', LEVEL: 'WARN', PRICE: '$5' },
    restarts: false,
  });
});

test('addresses, secrets, mounted files and programs of an image are those of this machine', async () => {
  const compose = await composeOf(
    [
      'services:',
      '  temporal:',
      "    entrypoint: ['/bin/sh', '-c']",
      "    command: ['exec /image/start']",
      '    environment:',
      '      SEEDS: postgres',
      '      PASSWORD_FILE: /run/secrets/password',
      '      CONFIG: /etc/config.yaml',
      '      LISTEN: 0.0.0.0:9090',
      '    volumes: [./config.yaml:/etc/config.yaml:ro]',
      '    secrets: [password]',
      'secrets:',
      "  password: { file: '${FOLDER}/password' }",
    ].join('\n'),
    { FOLDER: '/kept' },
  );
  const here = { addresses: { postgres: '127.0.0.1' }, programs: { '/image/start': 'server start' } };
  expect(launchOf(compose, 'temporal', here)).toEqual({
    command: '/bin/sh',
    args: ['-c', 'exec server start'],
    env: {
      SEEDS: '127.0.0.1',
      PASSWORD_FILE: '/kept/password',
      CONFIG: join(compose.folder, 'config.yaml'),
      LISTEN: '127.0.0.1:9090',
    },
    restarts: false,
  });
});

test('a secret that the service is not given is missing here too', async () => {
  const compose = await composeOf(
    'services: { api: { environment: { KEY_FILE: /run/secrets/key } } }\nsecrets: { key: { file: ./key } }',
  );
  expect(() => launchOf(compose, 'api', machine)).toThrow(
    'The service api reads the secret "key", which is not among its secrets',
  );
});

test('a variable that must be set is asked for with its message', async () => {
  const text = 'services: { api: { environment: { KEY: "${KEY:?set it in .env}" } } }\nsecrets: {}';
  await expect(composeOf(text)).rejects.toThrow('KEY is not set: set it in .env');
});

test('a service that is not in the file is refused with its name', () => {
  expect(() => readCompose(ours, {}).service('postgers')).toThrow('there is no service "postgers"');
});

test.each(['worker', 'api', 'codec-server', 'temporal', 'temporal-schema', 'temporal-namespace'])(
  'of the %s nothing but addresses and paths is other than in its container',
  (service) => {
    const compose = readCompose(ours, { STAYKEY_SECRETS: '/kept' });
    const { environment } = compose.service(service);
    const { env } = launchOf(compose, service, {
      addresses: { postgres: '127.0.0.1', 'temporal:7233': '127.0.0.1:1' },
      programs: {},
    });
    expect(Object.keys(env)).toEqual(Object.keys(environment));
    const changed = Object.keys(env).filter((name) => env[name] !== environment[name]);
    const isPlace = /_FILE$|_FILE_PATH$|_ADDRESS$|_HOST$|_SEEDS$|_ENDPOINT$|^BIND_ON_IP$/;
    expect(changed.filter((name) => !isPlace.test(name))).toEqual([]);
  },
);
