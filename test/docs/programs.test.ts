import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import getPort from 'get-port';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { aNotice, aNotify, secret, someNews } from '../notify/builders.ts';
import { blocksOf } from '../support/code-blocks.ts';
import { openGround, type Ground } from './ground.ts';
import { openProject, typeFaults } from './programs.ts';

const guide = blocksOf('docs/pms-guide.md');
const isProgram = ({ language, marks }: (typeof guide)[number]) =>
  language === 'ts' && !marks.has('tested-by');
const programs = guide
  .filter(isProgram)
  .map(({ marks, code }) => ({ file: `${marks.get('name') ?? 'book'}.ts`, code }));

const folder = mkdtempSync(join(tmpdir(), 'staykey-docs-'));
let project: string;
let ground: Ground;
beforeAll(async () => {
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  project = openProject(folder, programs);
  ground = await openGround();
});
afterAll(async () => {
  await ground[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

test('the programs of docs/pms-guide.md compile, as strictly as Staykey itself', async () => {
  expect(programs.map(({ file }) => file)).toEqual(['book.ts', 'receiver.ts']);
  expect(await typeFaults(project)).toBe('');
});

test('the first books, changes and cancels, and prints what the page says', async () => {
  const env = { STAYKEY: ground.api.url, TOKEN: ground.api.token };
  const { stdout } = await execa(process.execPath, ['book.ts'], { cwd: project, env, timeout: 60_000 });
  const output = guide[guide.findIndex(isProgram) + 1];
  expect(output?.marks.has('output')).toBe(true);
  expect(stdout.trim()).toBe(output?.code.trim());
});

describe('the receiver', () => {
  let url: string;
  let said = '';
  const stopped = new AbortController();
  beforeAll(async () => {
    const port = await getPort();
    url = `http://127.0.0.1:${port}/codes`;
    const env = { PMS_WEBHOOK_SECRET: secret, PORT: String(port) };
    const child = execa(process.execPath, ['receiver.ts'], {
      cwd: project,
      env,
      cancelSignal: stopped.signal,
      reject: false,
    });
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await vi.waitUntil(() => said.includes('listening'), { timeout: 30_000 });
  });
  afterAll(() => stopped.abort());
  const says = (text: string) => vi.waitUntil(() => said.includes(text), { timeout: 5_000 });

  test('takes what Staykey signs, and a repeat once', async () => {
    const { sendCodes, sendStaff } = aNotify({ pmsUrl: url });
    await sendCodes(someNews());
    await sendCodes(someNews());
    await sendStaff({ id: 'digest-1', notices: [aNotice(1)] });
    await says('medium: Seam lost the account.');
    expect(said.match(/4711: 1 of 1 doors have a code/g)).toHaveLength(1);
  });

  test('refuses what somebody else signs, and what nobody does', async () => {
    const forged = {
      'webhook-id': 'x',
      'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
      'webhook-signature': 'v1,AAAA',
    };
    const body = JSON.stringify({ type: 'access_codes.ready', data: { reservationId: 'forged', doors: [] } });
    for (const headers of [forged, {}])
      expect((await fetch(url, { method: 'POST', headers, body })).status).toBe(401);
    expect(said).not.toContain('forged');
  });
});
