import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface Asked {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: unknown;
  at: number;
}

export interface Scripted {
  status?: number;
  headers?: Record<string, string>;
  /** Text goes out as it is, anything else as JSON. */
  body?: unknown;
  /** Goes away without a word. */
  hangsUp?: true;
  /** Never answers. */
  isSilent?: true;
}

export interface ScriptedServer extends AsyncDisposable {
  url: string;
  asked: Asked[];
}

/** Answers in the given order, the last one again and again, and remembers what it was asked. */
export const startScriptedServer = async (...answers: Scripted[]): Promise<ScriptedServer> => {
  const asked: Asked[] = [];
  const listener: RequestListener = (request, response) => {
    void text(request).then((sent) => {
      const answer = answers[Math.min(asked.length, answers.length - 1)] ?? {};
      const { method, url, headers } = request;
      asked.push({ method, url, headers, body: sent === '' ? undefined : JSON.parse(sent), at: Date.now() });
      if (answer.hangsUp) response.destroy();
      if (answer.hangsUp || answer.isSilent) return;
      const { status = 200, headers: sentHeaders = {}, body = {} } = answer;
      const contentType = status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(status, { 'content-type': contentType, ...sentHeaders });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

export const problem = (kind: string, status: number, parts: object = {}): Scripted => ({
  status,
  body: {
    type: `urn:staykey:problem:${kind}`,
    title: 'A title',
    status,
    detail: 'Some detail.',
    instance: '/v1/reservations/a/b/c',
    requestId: 'request-1',
    ...parts,
  },
});
