import type { CodesNews, StaffDigest } from '../domain/outgoing.ts';
import { NotifyFault, type ChannelName, type GuestChannelName, type StaffChannelName } from './fault.ts';
import { guestMessage } from './guest-message.ts';
import { createMail } from './mail.ts';
import { isMailAddress } from './plain-text.ts';
import type { NotifySettings } from './settings.ts';
import { staffMessage } from './staff-message.ts';
import { loadTemplates } from './templates.ts';
import { createWebhook } from './webhook.ts';

/** One way a message goes. Repeating one that was sent does no harm; see `mail.ts` for what e-mail can promise. */
export interface Channel<Name extends ChannelName = ChannelName> {
  name: Name;
  /** @throws {NotifyFault} naming the channel, and never an address, a PIN or a secret */
  send: () => Promise<void>;
}

export interface Notify {
  /** The ways these news go, each to be sent and repeated by itself. */
  codesChannels: (news: CodesNews) => Channel<GuestChannelName>[];
  staffChannels: (digest: StaffDigest) => Channel<StaffChannelName>[];
}

type WriteLog = (message: string, about?: Record<string, unknown>) => void;
interface Log {
  info: WriteLog;
  warn: WriteLog;
}

interface Means {
  log: Log;
  /** Of a property; null where none is set. */
  localeOf: (propertyId: string) => string | null;
  webhookTimeoutMs?: number;
}

/** @throws {TemplateError} when a template can't be used */
export const createNotify = (
  { mail, pmsWebhook, templatesFolder, ...links }: NotifySettings,
  { log, localeOf, webhookTimeoutMs = 10_000 }: Means,
): Notify => {
  const templates = loadTemplates(templatesFolder);
  const sendMail = mail && createMail(mail);
  const sendEvent = pmsWebhook && createWebhook(pmsWebhook, webhookTimeoutMs);

  const codesChannels = (news: CodesNews): Channel<GuestChannelName>[] => {
    const channels: Channel<GuestChannelName>[] = [];
    const address = news.guest.email?.trim();
    if (sendMail && address) {
      channels.push({
        name: 'guest_email',
        send: async () => {
          if (!isMailAddress(address)) {
            throw new NotifyFault('guest_email', 'expected one e-mail address', { isAddressRefused: true });
          }
          await sendMail('guest_email', {
            id: news.id,
            to: [address],
            ...templates.guest(guestMessage(news, localeOf(news.key.propertyId))),
          });
        },
      });
    }
    if (sendEvent) {
      const { id, key, stay, doors } = news;
      const data = { id, ...key, ...stay, doors };
      channels.push({ name: 'pms_webhook', send: () => sendEvent({ id, type: 'access_codes.ready', data }) });
    }
    // A line in a log tells nobody: the run itself says that there is no way to reach this guest.
    if (channels.length === 0) log.warn('No way to reach this guest or a PMS', { id: news.id, ...news.key });
    return channels;
  };

  const staffChannels = (digest: StaffDigest): Channel<StaffChannelName>[] => {
    const channels: Channel<StaffChannelName>[] = [];
    const { id, notices } = digest;
    if (sendMail && mail.staff.length > 0) {
      channels.push({
        name: 'staff_email',
        send: async () => {
          const letter = templates.staff(staffMessage(digest, links));
          const refused = await sendMail('staff_email', { id, to: mail.staff, ...letter });
          // Sent again, those who have it would get it twice.
          if (refused > 0) log.warn('The mail server does not take every address of staff', { id, refused });
        },
      });
    }
    if (sendEvent) {
      const data = { id, notices };
      channels.push({ name: 'pms_webhook', send: () => sendEvent({ id, type: 'staff.notices', data }) });
    }
    return orLog(channels, () => {
      for (const { cause, severity, count, notices } of staffMessage(digest, links).causes) {
        const runs = notices.map(({ workflow_id }) => workflow_id);
        log.warn('Staff notice', { id, cause, severity, count, firstRuns: runs });
      }
    });
  };

  return { codesChannels, staffChannels };
};

// Staff who set no address may still read the log. Nothing counts as told by that.
const orLog = (channels: Channel<StaffChannelName>[], writeLog: () => void): Channel<StaffChannelName>[] =>
  channels.length > 0 ? channels : [{ name: 'log', send: async () => writeLog() }];
