import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { StaffNotice } from '../domain/outgoing.ts';

interface SamplePms {
  /** For a worker. */
  env: { PMS_WEBHOOK_URL: string; PMS_WEBHOOK_SECRET: string };
  stop: () => Promise<void>;
}

type Message = { type: 'access_codes.ready' } | { type: 'staff.notices'; data: { notices: StaffNotice[] } };

/** Takes every message of a worker on this machine: without a PMS or a mail server nobody could be told of a code. */
export const startSamplePms = async (say: (line: string) => void): Promise<SamplePms> => {
  const server = createServer((request, response) => {
    void json(request)
      .then((message) => {
        for (const line of linesOf(message as Message)) say(`sample PMS: ${line}`);
        response.writeHead(204).end();
      })
      .catch(() => response.writeHead(400).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      PMS_WEBHOOK_URL: `http://127.0.0.1:${port}/`,
      PMS_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
    },
    stop: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

// Messages with codes hold PINs and names: nothing of them is said.
const linesOf = (message: Message): string[] => {
  if (message.type !== 'staff.notices') return [];
  const said = message.data.notices.map(({ kind, severity, cause }) => `${kind}, ${severity}: ${cause}`);
  return [...new Set(said)].map(
    (text) => `staff notice, ${text} (${said.filter((each) => each === text).length})`,
  );
};
