import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, inject, test } from 'vitest';
import type { Queued } from '../../src/api/contract.ts';
import { aReservation, stayOf } from '../support/builders.ts';
import { bodyOf, pathTo } from './api.ts';

const node = (file: string, args: string[], env: Record<string, string>) =>
  execa(process.execPath, [file, ...args], { env, extendEnv: false, reject: false });

const newTokensFile = async () => {
  const { stdout, stderr } = await node(
    'src/cli.ts',
    ['tokens', 'new', '--name', 'pms', '--property', 'beach-house'],
    {},
  );
  const file = join(await mkdtemp(join(tmpdir(), 'staykey-')), 'tokens.json');
  await writeFile(file, `[${stdout}]`);
  return { file, token: stderr.trim().split('\n').at(-1) ?? '' };
};

test('a server told to stop answers what is under way, takes nothing new, and ends well', async () => {
  const { file, token } = await newTokensFile();
  const { address, namespace } = inject('temporal');
  const server = node('src/server.ts', [], {
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    STAYKEY_TASK_QUEUE: 'nobody-works-here',
    STAYKEY_API_TOKENS_FILE: file,
    STAYKEY_API_PORT: '0',
    STAYKEY_API_ANSWER_MS: '1500',
    SEAM_API_KEY: 'seam_test_key',
    STAYKEY_PAYLOAD_ENCRYPTION: 'off',
  });
  let log = '';
  server.stdout.on('data', (data: Buffer) => (log += data.toString()));
  await expect.poll(() => log, { timeout: 20_000 }).toMatch(/Server listening at/);
  const url = /Server listening at ([^"]+)/.exec(log)?.[1] ?? '';

  const booked = aReservation({ doorIds: ['d'], stay: stayOf({ arrivesInDays: 30 }) });
  const underWay = fetch(url + pathTo(booked), {
    method: 'PUT',
    body: JSON.stringify(bodyOf(booked)),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  await expect.poll(() => log, { timeout: 20_000 }).toMatch(/incoming request/);
  server.kill('SIGTERM');
  const answer = await underWay;
  const { exitCode } = await server;

  expect([answer.status, ((await answer.json()) as Queued).outcome]).toEqual([202, 'queued']);
  expect(exitCode).toBe(0);
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test('a server without what it needs says all of it at once', async () => {
  const { stderr, exitCode } = await node('src/server.ts', [], {
    STAYKEY_API_PORT: 'http',
    STAYKEY_API_TOKENS_FILE: '/nowhere.json',
  });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('SEAM_API_KEY is not set');
  expect(stderr).toContain('STAYKEY_API_PORT="http": expected a whole number');
  expect(stderr).toMatch(/STAYKEY_API_TOKENS_FILE: \/nowhere\.json: ENOENT/);
});
