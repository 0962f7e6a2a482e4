import { createHash } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import pLimit from 'p-limit';
import { codeOf } from '../domain/error-code.ts';
import { NotifyFault, type ChannelName } from './fault.ts';
import { isThisMachine } from './plain-text.ts';
import type { MailSettings } from './settings.ts';
import type { MailText } from './templates.ts';

interface Letter extends MailText {
  /** The same over all attempts: the Message-ID is made from it. */
  id: string;
  to: string[];
}

/** Answers how many of the addresses the server did not take; throws when it took none. */
export type SendMail = (channel: ChannelName, letter: Letter) => Promise<number>;

const SECONDS = 1000;
/** Mail servers turn away clients that open many connections at once. */
const AT_ONCE = 5;

export const createMail = ({ smtpUrl, from }: Omit<MailSettings, 'staff'>): SendMail => {
  const url = new URL(smtpUrl);
  const transport = createTransport({
    url: smtpUrl,
    // A password goes over an open line to this machine only.
    requireTLS: url.protocol === 'smtp:' && url.password !== '' && !isThisMachine(url.hostname),
    connectionTimeout: 10 * SECONDS,
    greetingTimeout: 10 * SECONDS,
    socketTimeout: 20 * SECONDS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const gently = pLimit(AT_ONCE);

  return (channel, { id, to, subject, text, html }) =>
    gently(async () => {
      try {
        const { rejected } = await transport.sendMail({
          from,
          to: to.map((address) => ({ name: '', address })),
          subject,
          text,
          html,
          messageId: messageId(channel, id, from.address),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return rejected.length;
      } catch (error) {
        throw translate(channel, error);
      }
    });
};

/**
 * The same message, sent again, has the same Message-ID. SMTP promises no more than that: when the answer to a message is
 * lost, nobody can ask the server whether it took it, and a server need not drop a Message-ID it has seen. Many do, and
 * most mail programs show a repeat once. So a repeat may reach the mailbox, with the same PIN in it: once too often is
 * better than never.
 */
const messageId = (channel: ChannelName, id: string, sender: string): string => {
  const hash = createHash('sha256').update(`${channel} ${id}`).digest('hex').slice(0, 40);
  const domain = domainToASCII(sender.split('@')[1] ?? '') || 'staykey.invalid';
  return `<${hash}@${domain}>`;
};

const translate = (channel: ChannelName, error: unknown): NotifyFault => {
  const { responseCode, command } = Object(error) as { responseCode?: unknown; command?: unknown };
  const status = typeof responseCode === 'number' ? responseCode : null;
  if (status === null) return new NotifyFault(channel, `no answer from the mail server (${codeOf(error)})`);
  const isAddressRefused = command === 'RCPT TO' && status >= 500;
  const what = isAddressRefused ? 'the mail server does not take the address' : 'the mail server said no';
  return new NotifyFault(channel, `${what}: status ${status} (${codeOf(error)})`, { isAddressRefused });
};
