import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import { Webhook } from 'standardwebhooks';

export interface Mail {
  at: number;
  to: string[];
  messageId: string;
  subject: string;
  text: string;
}

/** One door of `access_codes.ready`. */
interface ToldDoor {
  doorId: string;
  pin: string | null;
}

export interface PmsEvent {
  at: number;
  id: string;
  type: string;
  reservationId: string;
  doors: ToldDoor[];
}

/** A mail server and a PMS that both keep what they took; while `isDown` they take nothing. */
export interface Receivers extends AsyncDisposable {
  smtpUrl: string;
  pmsUrl: string;
  pmsSecret: string;
  mails: Mail[];
  events: PmsEvent[];
  smtp: { isDown: boolean };
  pms: { isDown: boolean };
}

export const startReceivers = async (): Promise<Receivers> => {
  const pmsSecret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
  const receivers = {
    mails: [] as Mail[],
    events: [] as PmsEvent[],
    smtp: { isDown: false },
    pms: { isDown: false },
  };

  const smtp = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onConnect: (_session, done) =>
      done(receivers.smtp.isDown ? Object.assign(new Error('Closed for now'), { responseCode: 421 }) : null),
    onData: (stream, session, done) => {
      const take = async () => {
        const mail = await PostalMime.parse(await buffer(stream));
        receivers.mails.push({
          at: Date.now(),
          to: session.envelope.rcptTo.map(({ address }) => address),
          messageId: mail.messageId ?? '',
          subject: mail.subject ?? '',
          text: mail.text ?? '',
        });
      };
      // A worker that is killed in the middle of a message leaves half of it.
      take().then(() => done(), done);
    },
  });
  // A worker that is killed in the middle of a mail resets its connection: nothing was taken.
  smtp.on('error', () => undefined);
  const verifier = new Webhook(pmsSecret);
  const pms = createServer((request, response) => {
    const take = async () => {
      const body = await text(request);
      if (receivers.pms.isDown) return void response.writeHead(503).end();
      const headers = request.headers as Record<string, string>;
      const { type, data } = verifier.verify(body, headers) as { type: string; data: EventData };
      receivers.events.push({
        at: Date.now(),
        id: headers['webhook-id'] ?? '',
        type,
        reservationId: data.reservationId ?? '',
        doors: (data.doors ?? []).map(({ doorId, pin }) => ({ doorId, pin })),
      });
      response.writeHead(204).end();
    };
    // Half a message, or one whose signature is not good.
    take().catch(() => response.writeHead(400).end());
  });
  await Promise.all([
    new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve)),
    new Promise<void>((resolve) => pms.listen(0, '127.0.0.1', resolve)),
  ]);
  return {
    ...receivers,
    smtpUrl: `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`,
    pmsUrl: `http://127.0.0.1:${(pms.address() as AddressInfo).port}/codes`,
    pmsSecret,
    [Symbol.asyncDispose]: async () => {
      pms.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise<void>((resolve) => pms.close(() => resolve())),
      ]);
    },
  };
};

interface EventData {
  reservationId?: string;
  doors?: ToldDoor[];
}
