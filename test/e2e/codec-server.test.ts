import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import getPort from 'get-port';
import { expect, test } from 'vitest';
import { startChild } from '../../src/local/child-process.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, stayOf } from '../support/builders.ts';
import { openOwnServer } from '../support/own-server.ts';
import { keyLine, keysOf } from '../support/payload-keys.ts';
import { temporalForTests } from '../support/temporal-binary.ts';

const script = fileURLToPath(new URL('../../src/codec-server.ts', import.meta.url));
const token = 'a-token-of-more-than-thirty-two-characters';
const environment = {
  STAYKEY_PAYLOAD_ENCRYPTION: '',
  STAYKEY_PAYLOAD_KEYS: keyLine('a'),
  STAYKEY_CODEC_ORIGINS: 'http://localhost:8080',
};

const startCodecServer = async () => {
  const port = await getPort();
  const env = { ...environment, STAYKEY_CODEC_TOKEN: token, STAYKEY_CODEC_PORT: String(port) };
  const child = startChild('codec server', script, { env, say: (line) => process.stderr.write(`${line}\n`) });
  await child.firstLine;
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: () => child.stop() };
};

test("Temporal's own command line shows and sends encrypted content through it, with the token alone", async () => {
  await using server = await openOwnServer();
  await using codecServer = await startCodecServer();
  const { path } = await temporalForTests();
  const client = server.clientWith(keysOf('a'));
  const guest = { name: 'Ada Rivers' };
  const reservation = aReservation({ doorIds: ['door'], stay: stayOf({ arrivesInDays: 2 }), guest });
  const { workflowId } = await startReservation(client, 'staykey', reservation);

  const temporal = (command: string[], auth?: string) =>
    execa(
      path,
      [
        ...['workflow', ...command, '--workflow-id', workflowId, '--address', server.address],
        ...(auth === undefined ? [] : ['--codec-endpoint', codecServer.url, '--codec-auth', auth]),
      ],
      { reject: false },
    );
  const show = async (auth?: string) => {
    const { stdout } = await temporal(['show', '--output', 'json'], auth);
    // Content is in base64, encrypted or not.
    return [...stdout.matchAll(/"data": "(.*)"/g)].map(([, data = '']) => Buffer.from(data, 'base64')).join();
  };

  expect(await show()).not.toContain(guest.name);
  expect(await show(`Bearer ${token}`)).toContain(guest.name);
  const sent = await temporal(
    ['signal', '--name', 'reservation', '--input', JSON.stringify({ guest: 'Berenike Quill' })],
    `Bearer ${token}`,
  );
  expect(sent.exitCode, sent.stderr).toBe(0);
  expect(await show(`Bearer ${token}`)).toContain('Berenike Quill');
  expect(await show()).not.toContain('Berenike');
});

test('it does not start without a word on who may use it', async () => {
  const { exitCode, stderr } = await execa(process.execPath, [script], { env: environment, reject: false });
  expect(exitCode).toBe(1);
  expect(stderr).toContain('STAYKEY_CODEC_TOKEN is not set');
});
