import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

export interface Received {
  to: string[];
  raw: string;
  mail: Email;
}

interface Manners {
  /** Recipients it answers with 550. */
  refuses?: string[];
  /** Asked for a login it takes only this password. */
  password?: string;
}

/** A mail server that keeps what it gets. */
export const startMailServer = async ({ refuses = [], password }: Manners = {}) => {
  const received: Received[] = [];
  const server = new SMTPServer({
    logger: false,
    disabledCommands: ['STARTTLS'],
    authOptional: password === undefined,
    onAuth: (login, _session, done) =>
      login.password === password ? done(null, { user: 'staykey' }) : done(new Error('Wrong login')),
    onRcptTo: ({ address }, _session, done) => {
      const refusal = Object.assign(new Error(`No mailbox ${address} here`), { responseCode: 550 });
      done(refuses.includes(address) ? refusal : null);
    },
    onData: (stream, session, done) => {
      void buffer(stream).then(async (bytes) => {
        const to = session.envelope.rcptTo.map(({ address }) => address);
        received.push({ to, raw: bytes.toString('utf8'), mail: await PostalMime.parse(bytes) });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  const address = `127.0.0.1:${port}`;
  return {
    url: `smtp://${address}`,
    address,
    received,
    last: (): Received => {
      const newest = received.at(-1);
      if (!newest) throw new Error('The mail server got nothing');
      return newest;
    },
    close: () => new Promise<void>((resolve) => server.close(resolve)),
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  };
};
