/** @module-tag ps */
import { execa } from 'execa';
import { expect, test, vi } from 'vitest';
import { descendantsOf, isAlive } from '../support/descendants.ts';
import { npmStart, withoutTemporal, writeJson } from '../support/local.ts';
import { stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';

// The first of README.md's two commands, and of docs/getting-started.md.
test('npm start stays up with a table and a UI, the command line works beside it, and Ctrl-C ends every process', async () => {
  // As a reader has it, whose worker puts the workflows together itself.
  const env = { ...withoutTemporal, STAYKEY_WORKFLOW_BUNDLE: '' };
  const running = npmStart([], { env, detached: true, timeout: 120_000 });
  let printed = '';
  for (const stream of [running.stdout, running.stderr]) {
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  }
  await vi.waitUntil(() => /BH-1001[^\n]*│ ready/.test(printed), { timeout: 60_000 });

  const ui = /Runs in the Temporal UI: (\S+)/.exec(printed)?.[1] ?? '';
  expect((await fetch(ui)).status).toBe(200);

  const [, desk = '', deskToken = ''] = /Front desk: (\S+) \(sign in .*: ([\w-]+)\)/.exec(printed) ?? [];
  const signedIn = await fetch(`${desk}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: new URL(desk).origin },
    body: new URLSearchParams({ token: deskToken }),
  });
  const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
  const arrivals = async () => (await fetch(desk, { headers: { cookie } })).text();
  await expect.poll(arrivals, { timeout: 60_000 }).toContain('Old codes that still open a door');
  const imports = async () => (await fetch(`${desk}/imports`, { headers: { cookie } })).text();
  await expect.poll(imports, { timeout: 60_000 }).toContain('Held: 4 stays are missing');
  await expect.poll(imports, { timeout: 60_000 }).toContain('1 new, 1 changed');
  expect(await imports()).toContain('in spring');

  const [, api = '', token = ''] =
    /(http:\/\/\S+)\/docs, with the token of this trial: (\S+)/.exec(printed) ?? [];
  const seen = await fetch(`${api}/v1/reservations/example-pms/beach-house/BH-1001`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await seen.json()).toMatchObject({ status: 'ready' });

  const address = /Temporal serves on (\S+?),/.exec(printed)?.[1] ?? '';
  const staykey = (...args: string[]) =>
    execa(process.execPath, ['src/cli.ts', ...args], { env: { TEMPORAL_ADDRESS: address }, reject: false });
  const shown = await staykey('show', 'example-pms/beach-house/BH-1001', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({
    status: 'ready',
    doors: [{ state: 'ready' }, { state: 'ready' }],
  });
  expect((await staykey('list', '--attention')).stdout).toContain('reservation/example-pms/old-mill/OM-4001');
  expect((await staykey('show', 'example-pms/nowhere/1')).stderr).toContain('No such reservation');

  const started = await staykey(
    'start',
    writeJson('more.json', [
      {
        source: 'cli',
        propertyId: 'p',
        reservationId: '1',
        ...stayOf({ arrivesInDays: 30 }),
        doors: [anOracodeDoor({ timeZone: steadyZone }).device_id],
      },
      { source: 'cli', propertyId: 'p', reservationId: '2' },
    ]),
  );
  expect(started.exitCode).toBe(2);
  expect(started.stdout).toBe('reservation/cli/p/1');
  expect(started.stderr).toMatch(/more\.json, entry 2: arrival is missing/);

  const children = descendantsOf(running.pid ?? 0);
  expect(children.length).toBeGreaterThanOrEqual(5); // node, simulator, worker, server, Temporal
  // As a terminal does: to npm and all that share its process group.
  process.kill(-(running.pid ?? 0), 'SIGINT');
  await running;
  await vi.waitUntil(() => !children.some(isAlive), { timeout: 10_000 });
});

test('a port of Temporal that answers nothing is reported, not waited for without end', async () => {
  const { exitCode, stderr } = await npmStart(['--once'], {
    env: { ...withoutTemporal, TEMPORAL_ADDRESS: '127.0.0.1:1' },
  });
  expect(exitCode).not.toBe(0);
  expect(stderr).toContain('Staykey could not do its job');
});
