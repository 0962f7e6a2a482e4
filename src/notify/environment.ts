import { statSync } from 'node:fs';
import { z } from 'zod';
import { isWebhookSecret, WEBHOOK_SECRET } from '../domain/webhook-secret.ts';
import type { Environment } from '../environment/check-environment.ts';
import { maybeSecret, secret } from '../environment/secret.ts';
import { isMailAddress, isThisMachine, oneLine } from './plain-text.ts';
import type { NotifySettings } from './settings.ts';

const hasNoPassword = (url: string): boolean => {
  const { username = '', password = '' } = URL.parse(url) ?? {};
  return username === '' && password === '';
};
const isPrivate = (url: string): boolean => {
  const { protocol = '', hostname = '' } = URL.parse(url) ?? {};
  return protocol !== 'http:' || isThisMachine(hostname);
};

const parseSender = (text: string): { name: string; address: string } | null => {
  const [, name = '', inBrackets] = /^([^<>]*)<([^<>]+)>\s*$/.exec(text) ?? [];
  const address = (inBrackets ?? text).trim();
  const bare = name.trim().replace(/^"(.*)"$/, '$1');
  return isMailAddress(address) && oneLine(bare) === bare ? { name: bare, address } : null;
};

const linkTarget = (what: string) =>
  maybeSecret(
    z
      .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
      .refine(hasNoPassword, 'expected no user name or password in it: it stands in messages')
      .optional()
      .describe(what),
  );

/** What the environment may set, for `config.ts`. */
export const notifyVariables = {
  SMTP_URL: secret(
    z
      .url({
        protocol: /^smtps?$/,
        hostname: /./,
        error: 'expected smtps://user:password@host, with special characters percent-encoded',
      })
      .optional()
      .describe('mail server, `smtps://user:password@host` ([Messages](operations.md#messages))'),
  ),
  MAIL_FROM: z
    .string()
    .transform(parseSender)
    .refine((sender) => sender !== null, 'expected an address, or "Name <address>"')
    .optional()
    .describe('sender, `Beach House <codes@example.com>`; must be set with `SMTP_URL`'),
  STAFF_MAIL_TO: z
    .string()
    .transform((text) => text.split(',').map((address) => address.trim()))
    .refine((addresses) => addresses.every(isMailAddress), 'expected addresses with commas between them')
    .optional()
    .describe('addresses of staff, with commas between them'),
  PMS_WEBHOOK_URL: secret(
    z
      .url({ protocol: /^https?$/, error: 'expected an https URL' })
      .refine(isPrivate, 'expected https: PINs go there')
      .refine(hasNoPassword, 'expected no user name or password in it: the signature proves the sender')
      .optional()
      .describe('where the PMS takes events; https, except on this machine'),
  ),
  PMS_WEBHOOK_SECRET: secret(
    z
      .string()
      .refine(isWebhookSecret, `expected ${WEBHOOK_SECRET}`)
      .optional()
      .describe('`whsec_` and 24 to 64 bytes in base64; must be set with `PMS_WEBHOOK_URL`'),
  ),
  STAYKEY_TEMPLATES: z
    .string()
    .refine((folder) => statSync(folder, { throwIfNoEntry: false })?.isDirectory(), 'expected a folder')
    .optional()
    .describe('folder with your own templates'),
  STAYKEY_UI_URL: linkTarget(
    'address of the Temporal UI, for links; the namespace is `TEMPORAL_NAMESPACE` unless the address holds `/namespaces/<name>`',
  ),
  STAYKEY_RUNBOOK_URL: linkTarget(
    'where you keep the pages of [docs/runbook/](runbook.md), for links in messages to staff: `https://…/docs/runbook`',
  ),
};

/** One variable without the other does nothing, and nobody would notice. */
export const missingPartners = (env: Environment): string[] =>
  [
    { given: 'SMTP_URL', needed: 'MAIL_FROM' },
    { given: 'MAIL_FROM', needed: 'SMTP_URL' },
    { given: 'STAFF_MAIL_TO', needed: 'SMTP_URL' },
    { given: 'PMS_WEBHOOK_URL', needed: 'PMS_WEBHOOK_SECRET' },
    { given: 'PMS_WEBHOOK_SECRET', needed: 'PMS_WEBHOOK_URL' },
  ]
    .filter(({ given, needed }) => env[given] && !env[needed])
    .map(({ given, needed }) => `${needed} is not set: expected with ${given}`);

type Known = z.infer<z.ZodObject<typeof notifyVariables>> & { TEMPORAL_NAMESPACE?: string | undefined };

export const toNotifySettings = (variables: Known): NotifySettings => {
  const { SMTP_URL: smtpUrl, MAIL_FROM: from, STAFF_MAIL_TO: staff = [] } = variables;
  const { PMS_WEBHOOK_URL: url, PMS_WEBHOOK_SECRET: secret } = variables;
  return {
    mail: smtpUrl && from ? { smtpUrl, from, staff } : null,
    pmsWebhook: url && secret ? { url, secret } : null,
    templatesFolder: variables.STAYKEY_TEMPLATES ?? null,
    runsUrl: runsUrlOf(variables),
    runbookUrl: variables.STAYKEY_RUNBOOK_URL?.replace(/\/+$/, '') ?? null,
  };
};

/** Temporal Cloud's page of a namespace, or the address of a UI that shows several. */
export const runsUrlOf = ({
  STAYKEY_UI_URL: uiUrl,
  TEMPORAL_NAMESPACE: namespace = 'default',
}: Pick<Known, 'STAYKEY_UI_URL' | 'TEMPORAL_NAMESPACE'>): string | null => {
  if (!uiUrl) return null;
  const base = uiUrl.replace(/\/+$/, '').replace(/\/workflows$/, '');
  const named = base.includes('/namespaces/') ? base : `${base}/namespaces/${encodeURIComponent(namespace)}`;
  return `${named}/workflows`;
};
