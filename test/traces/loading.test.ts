import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { newToken } from '../../src/api/tokens.ts';
import { writeJson } from '../support/local.ts';

const pathOf = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });

/** The modules of OpenTelemetry that an entry point loads before it connects to Temporal, which fails at once. */
const loadedBy = async (script: string, env: Record<string, string>): Promise<string[]> => {
  const report = join(mkdtempSync(join(tmpdir(), 'staykey-loaded-')), 'loaded.json');
  const { stderr } = await execa(
    process.execPath,
    ['--import', pathOf('./record-modules.ts'), pathOf(`../../src/${script}`)],
    {
      env: {
        TEMPORAL_TLS_CLIENT_CERT_PATH: '/nowhere',
        SEAM_API_KEY: 'seam_test',
        STAYKEY_PAYLOAD_ENCRYPTION: 'off',
        STAYKEY_API_TOKENS_FILE: writeJson('tokens.json', [entry]),
        LOADED_MODULES_FILE: report,
        ...env,
      },
      reject: false,
    },
  );
  expect(stderr).toContain('/nowhere');
  const loaded = JSON.parse(readFileSync(report, 'utf8')) as string[];
  const packages = loaded.map((url) => /\/node_modules\/(@opentelemetry\/[\w-]+)\//.exec(url)?.[1] ?? '');
  // prom-client loads the API, which does nothing by itself.
  return [...new Set(packages)].filter((name) => !['', '@opentelemetry/api'].includes(name));
};

test.each(['worker.ts', 'server.ts'])(
  '%s loads nothing of OpenTelemetry unless spans are to be sent somewhere',
  async (script) => {
    expect(await loadedBy(script, {})).toEqual([]);
    expect(await loadedBy(script, { STAYKEY_TRACES_URL: 'http://127.0.0.1:1/v1/traces' })).toContain(
      '@opentelemetry/sdk-trace',
    );
  },
  60_000,
);
