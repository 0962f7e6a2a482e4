import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readCodeName } from '../shared/rules.ts';
import { createSeam } from '../shared/seam.ts';

export interface Told {
  key: string;
  /** When it arrived, milliseconds since 1970. */
  at: number;
}

/** Takes what guests and staff are told, and Seam's webhooks, whichever engine runs. */
export interface Pms extends AsyncDisposable {
  url: string;
  told: Told[];
  /** Whom webhooks are handed to; without anybody they are answered with 503. */
  hand: (to: ((id: string) => Promise<void>) | null) => void;
}

export const startPms = async (seamUrl: string): Promise<Pms> => {
  const seam = createSeam(seamUrl);
  const told: Told[] = [];
  let receiver: ((id: string) => Promise<void>) | null = null;

  const take = async (request: IncomingMessage): Promise<number> => {
    const body = await readJson(request);
    if (request.url === '/told') {
      told.push({ key: String(body['key']), at: Date.now() });
      return 200;
    }
    if (!receiver) return 503;
    if (body['event_type'] !== 'access_code.set_on_device') return 200;
    const name = await seam.readName(String(body['access_code_id']));
    if (name !== null) await receiver(readCodeName(name).id);
    return 200;
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    // Seam sends again what was not taken.
    response.statusCode = await take(request).catch(() => 500);
    response.end();
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told,
    hand: (to) => {
      receiver = to;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};

const readJson = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += String(part);
  return JSON.parse(text) as Record<string, unknown>;
};
