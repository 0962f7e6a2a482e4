import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, inject, test, vi } from 'vitest';
import { polls } from '../../src/stack/serving.ts';
import { buildImageTree } from '../support/image-tree.ts';
import { keyLine } from '../support/payload-keys.ts';
import { uniqueTaskQueue } from '../support/time-skipping.ts';

test('what the Dockerfile puts together is a worker, with workflows that were made before', async () => {
  const { address, namespace } = inject('temporal');
  const taskQueue = uniqueTaskQueue('image');
  const { app, env, command } = await buildImageTree({ BUILD_ID: '1.4.0' });
  expect(env).toMatchObject({ NODE_ENV: 'production', STAYKEY_BUILD_ID: '1.4.0' });
  expect(await readFile(join(app, 'dist/workflows.js'), 'utf8')).toContain('encodeCommonAttributes');

  const [program, ...args] = command;
  expect(program).toBe('node');
  const worker = execa(process.execPath, args, {
    cwd: app,
    env: {
      ...env,
      TEMPORAL_ADDRESS: address,
      TEMPORAL_NAMESPACE: namespace,
      STAYKEY_TASK_QUEUE: taskQueue,
      STAYKEY_PAYLOAD_ENCRYPTION: '',
      STAYKEY_PAYLOAD_KEYS: keyLine('a'),
      SEAM_API_KEY: 'seam_test',
      // Others may have that port here.
      STAYKEY_METRICS_PORT: '',
    },
    all: true,
    reject: false,
    forceKillAfterDelay: 20_000,
  });
  try {
    await vi.waitUntil(() => polls({ address, namespace, taskQueue }, worker.pid ?? 0), {
      timeout: 40_000,
      interval: 200,
    });
  } finally {
    worker.kill();
  }
  const { exitCode, all } = await worker;
  expect(exitCode, all).toBe(0);
  expect(all).not.toContain('bundle created');
}, 120_000);
