import type { CodesNews, DoorNews, StaffDigest, StaffNotice } from '../../src/domain/outgoing.ts';
import { createNotify, type Channel, type Notify } from '../../src/notify/notify.ts';
import type { NotifySettings } from '../../src/notify/settings.ts';

export const secret = `whsec_${Buffer.from('0123456789abcdef0123456789abcdef').toString('base64')}`;

export const aDoor = (own: Partial<DoorNews> = {}): DoorNews => ({
  doorId: 'door-1',
  doorName: 'Front door',
  state: 'ready',
  pin: '*0123#',
  localStart: '2026-12-01T16:00:00-08:00',
  localEnd: '2026-12-05T10:00:00-08:00',
  replacesEarlierPin: false,
  ...own,
});

export const someNews = (own: Partial<CodesNews> = {}): CodesNews => ({
  id: 'codes/hostaway/beach-house/4711/2',
  key: { source: 'hostaway', propertyId: 'beach-house', reservationId: '4711' },
  stay: { arrival: '2026-12-01T16:30', departure: '2026-12-05T10:00' },
  guest: { name: 'Ada Lovelace', email: 'ada@guests.example' },
  doors: [aDoor()],
  ...own,
});

export const aNotice = (number: number, own: Partial<StaffNotice> = {}): StaffNotice => ({
  id: `notice-${number}`,
  kind: 'needs_human',
  severity: 'medium',
  cause: 'seam:account_disconnected',
  key: { source: 'hostaway', propertyId: 'beach-house', reservationId: `R${number}` },
  workflowId: `reservation/hostaway/beach-house/R${number}`,
  doorId: 'door-1',
  text: 'Seam lost the account.',
  options: ['Connect the account again in Seam.', 'Give the guests keys.'],
  ...own,
});

interface Overrides {
  smtpUrl?: string;
  staff?: string[];
  pmsUrl?: string;
  templatesFolder?: string;
  /** The property's. */
  locale?: string;
  runsUrl?: string;
  runbookUrl?: string;
}

interface WatchedNotify extends Notify {
  /** Over all channels at once; answers with their names. */
  sendCodes: (news: CodesNews) => Promise<string[]>;
  sendStaff: (digest: StaffDigest) => Promise<string[]>;
  /** Everything it logs, as one text. */
  logged: () => string;
}

export const aNotify = (own: Overrides = {}): WatchedNotify => {
  const lines: string[] = [];
  const write = (message: string, about?: object) => void lines.push(`${message} ${JSON.stringify(about)}`);
  const settings: NotifySettings = {
    mail: own.smtpUrl
      ? {
          smtpUrl: own.smtpUrl,
          from: { name: 'Beach, House', address: 'codes@host.example' },
          staff: own.staff ?? [],
        }
      : null,
    pmsWebhook: own.pmsUrl ? { url: own.pmsUrl, secret } : null,
    templatesFolder: own.templatesFolder ?? null,
    runsUrl: own.runsUrl ?? null,
    runbookUrl: own.runbookUrl ?? null,
  };
  const notify = createNotify(settings, {
    log: { info: write, warn: write },
    localeOf: () => own.locale ?? null,
    webhookTimeoutMs: 500,
  });
  return {
    ...notify,
    sendCodes: (news) => sendAll(notify.codesChannels(news)),
    sendStaff: (digest) => sendAll(notify.staffChannels(digest)),
    logged: () => lines.join('\n'),
  };
};

const sendAll = (channels: Channel[]): Promise<string[]> =>
  Promise.all(channels.map(({ name, send }) => send().then(() => name)));

/** The text of what a promise was refused with, the whole error with all it carries. */
export const faultOf = async (sent: Promise<unknown>): Promise<string> => {
  const error = await sent.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Error)) return `no error but ${JSON.stringify(error)}`;
  return [error.message, error.stack, JSON.stringify(error), JSON.stringify(error.cause)].join('\n');
};
