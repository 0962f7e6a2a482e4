import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { newToken } from '../src/api/tokens.ts';
import { ConfigError, readServerConfig, readTaskQueue, readWorkerConfig } from '../src/config.ts';

const DAY_MS = 86_400_000;
const needed = { SEAM_API_KEY: 'seam_abc', STAYKEY_PAYLOAD_ENCRYPTION: 'off' };

const problemsOf = (env: Record<string, string>): string => {
  try {
    readWorkerConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'none';
};

const policyFile = (json: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-policy-')), 'policy.json');
  writeFileSync(file, json);
  return file;
};

test('a key of Seam and a word on encryption are all that must be set', () => {
  const config = readWorkerConfig(needed);
  expect(config.seam).toEqual({
    apiKey: 'seam_abc',
    endpoint: 'https://connect.getseam.com',
    timeoutMs: 20_000,
  });
  expect(config.policyOf('any')).toEqual({
    issueWindowMs: 7 * DAY_MS,
    longestStayNights: 31,
    allowDayRounding: false,
  });
});

test('an empty variable counts as unset', () => {
  expect(readWorkerConfig({ ...needed, SEAM_ENDPOINT: '' }).seam.endpoint).toBe(
    'https://connect.getseam.com',
  );
  expect(readTaskQueue({ STAYKEY_TASK_QUEUE: '' })).toBe('staykey');
});

test('all problems come in one message that names each variable, its value and what was expected', () => {
  const message = problemsOf({
    SEAM_ENDPOINT: 'ftp://seam',
    STAYKEY_ISSUE_WINDOW_DAYS: 'a week',
    STAYKEY_LONGEST_STAY_NIGHTS: '45',
    STAYKEY_ALLOW_DAY_ROUNDING: 'yes',
    STAYKEY_POLICY_FILE: '/nowhere/policy.json',
  });
  expect(message).toContain('SEAM_API_KEY is not set');
  expect(message).toContain('SEAM_ENDPOINT="ftp://seam"');
  expect(message).toContain('STAYKEY_ISSUE_WINDOW_DAYS="a week": expected a whole number');
  expect(message).toContain('STAYKEY_LONGEST_STAY_NIGHTS="45"');
  expect(message).toContain('STAYKEY_ALLOW_DAY_ROUNDING="yes"');
  expect(message).toContain('STAYKEY_POLICY_FILE: /nowhere/policy.json');
});

test('a key of the wrong shape is refused without being shown', () => {
  const message = problemsOf({ SEAM_API_KEY: 'sk_live_verysecret' });
  expect(message).toContain('SEAM_API_KEY: expected to start with "seam_"');
  expect(message).not.toContain('verysecret');
});

test('a key for marks of PINs that could be guessed is refused without being shown, and may be missing', () => {
  const message = problemsOf({ ...needed, STAYKEY_PIN_MARK_KEY: 'house-1' });
  expect(message).toContain('STAYKEY_PIN_MARK_KEY: expected at least 16 characters');
  expect(message).not.toContain('house-1');
  expect(readWorkerConfig(needed).pinMarkKey).toBeNull();
});

test('a property may decide for itself, over what the environment says', () => {
  const file = policyFile(
    '{ "beach": { "issueWindowDays": 2, "allowDayRounding": true, "locale": "de-DE" } }',
  );
  const { policyOf, localeOf } = readWorkerConfig({
    ...needed,
    STAYKEY_ISSUE_WINDOW_DAYS: '3',
    STAYKEY_POLICY_FILE: file,
  });
  expect(policyOf('beach')).toEqual({
    issueWindowMs: 2 * DAY_MS,
    longestStayNights: 31,
    allowDayRounding: true,
  });
  expect(policyOf('lake').issueWindowMs).toBe(3 * DAY_MS);
  expect([localeOf('beach'), localeOf('lake')]).toEqual(['de-DE', null]);
});

test('a misspelt policy is refused, with the property it stands at', () => {
  const file = policyFile('{ "beach": { "isueWindowDays": 2 } }');
  expect(problemsOf({ ...needed, STAYKEY_POLICY_FILE: file })).toMatch(/at "beach".*isueWindowDays/);
});

const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

test("Seam's webhooks have a secret, or are not received", () => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-')), 'tokens.json');
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  writeFileSync(file, JSON.stringify([entry]));
  const given = { ...needed, STAYKEY_API_TOKENS_FILE: file };
  expect(readServerConfig({ ...given, SEAM_WEBHOOK_SECRET: secret }).seamWebhookSecret).toBe(secret);
  expect(readServerConfig({ ...given, SEAM_WEBHOOK_SECRET: '' }).seamWebhookSecret).toBeNull();
  expect(() => readServerConfig({ ...given, SEAM_WEBHOOK_SECRET: 'whsec_tellnobody' })).toThrow(
    /^(?!.*tellnobody)[^]*SEAM_WEBHOOK_SECRET: expected "whsec_" and 24 to 64 bytes in base64$/,
  );
});

test('trusted proxies are addresses and networks, and never everybody', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'staykey-')), 'tokens.json');
  const { entry } = newToken({ name: 'pms', properties: ['*'], rights: ['read'] });
  writeFileSync(file, JSON.stringify([entry]));
  const proxiesOf = (STAYKEY_API_TRUSTED_PROXIES: string) =>
    readServerConfig({ ...needed, STAYKEY_API_TOKENS_FILE: file, STAYKEY_API_TRUSTED_PROXIES }).api
      .trustedProxies;
  expect(proxiesOf('')).toEqual([]);
  expect(proxiesOf('10.0.0.7, fd00::/8,172.16.0.0/12')).toEqual(['10.0.0.7', 'fd00::/8', '172.16.0.0/12']);
  for (const wrong of [
    '0.0.0.0/0',
    '::/0',
    'proxy.example.com',
    '10.0.0.0/33',
    '10',
    'true',
    '10.0.0.0/8/8',
  ]) {
    expect(() => proxiesOf(wrong), wrong).toThrow(
      `STAYKEY_API_TRUSTED_PROXIES="${wrong}": expected addresses`,
    );
  }
});

test('with nothing said about messages there is only the log', () => {
  expect(readWorkerConfig(needed).notify).toEqual({
    mail: null,
    pmsWebhook: null,
    templatesFolder: null,
    runsUrl: null,
    runbookUrl: null,
  });
});

test('messages go where the environment says', () => {
  const { notify } = readWorkerConfig({
    ...needed,
    SMTP_URL: 'smtps://user:p%40ss@mail.example:465',
    MAIL_FROM: '"Beach, House" <codes@host.example>',
    STAFF_MAIL_TO: 'desk@host.example, night@host.example',
    PMS_WEBHOOK_URL: 'https://pms.example/codes',
    PMS_WEBHOOK_SECRET: secret,
    STAYKEY_TEMPLATES: 'templates',
    STAYKEY_UI_URL: 'https://ui.host.example/',
    STAYKEY_RUNBOOK_URL: 'https://wiki.host.example/runbook/',
    TEMPORAL_NAMESPACE: 'staykey',
  });
  expect(notify).toEqual({
    mail: {
      smtpUrl: 'smtps://user:p%40ss@mail.example:465',
      from: { name: 'Beach, House', address: 'codes@host.example' },
      staff: ['desk@host.example', 'night@host.example'],
    },
    pmsWebhook: { url: 'https://pms.example/codes', secret },
    templatesFolder: 'templates',
    runsUrl: 'https://ui.host.example/namespaces/staykey/workflows',
    runbookUrl: 'https://wiki.host.example/runbook',
  });
});

test('the address of the UI may name its namespace', () => {
  const STAYKEY_UI_URL = 'https://cloud.temporal.io/namespaces/hotel.a1b2c/workflows';
  expect(readWorkerConfig({ ...needed, STAYKEY_UI_URL }).notify.runsUrl).toBe(STAYKEY_UI_URL);
});

test('wrong settings for messages are named together, and no secret is shown', () => {
  const message = problemsOf({
    SMTP_URL: 'mail://user:tellnobody@mail.example',
    MAIL_FROM: 'codes at host.example',
    STAFF_MAIL_TO: 'desk@host.example; night@host.example',
    PMS_WEBHOOK_URL: 'http://user:tellnobody@pms.example/codes?token=tellnobody',
    PMS_WEBHOOK_SECRET: 'whsec_tellnobody',
    STAYKEY_TEMPLATES: '/nowhere',
    STAYKEY_UI_URL: 'https://user:tellnobody@ui.example',
    STAYKEY_RUNBOOK_URL: 'ftp://tellnobody.example',
  });
  expect(message).toContain('SEAM_API_KEY is not set');
  expect(message).toContain('SMTP_URL: expected smtps://');
  expect(message).toContain('MAIL_FROM="codes at host.example": expected an address');
  expect(message).toContain('STAFF_MAIL_TO="desk@host.example; night@host.example": expected addresses');
  expect(message).toContain('PMS_WEBHOOK_URL: expected https');
  expect(message).toContain('PMS_WEBHOOK_URL: expected no user name or password');
  expect(message).toContain('PMS_WEBHOOK_SECRET: expected "whsec_"');
  expect(message).toContain('STAYKEY_TEMPLATES="/nowhere": expected a folder');
  expect(message).toContain('STAYKEY_UI_URL: expected no user name or password');
  expect(message).toContain('STAYKEY_RUNBOOK_URL: expected an http or https URL');
  expect(message).not.toContain('tellnobody');
});

test.each([
  ['MAIL_FROM', { SMTP_URL: 'smtps://mail.example' }],
  ['SMTP_URL', { MAIL_FROM: 'codes@host.example' }],
  ['SMTP_URL', { STAFF_MAIL_TO: 'desk@host.example' }],
  ['PMS_WEBHOOK_SECRET', { PMS_WEBHOOK_URL: 'https://pms.example' }],
  ['PMS_WEBHOOK_URL', { PMS_WEBHOOK_SECRET: secret }],
])('%s is missing with %o', (missing, given) => {
  expect(problemsOf({ ...needed, ...given })).toContain(
    `${missing} is not set: expected with ${Object.keys(given).join()}`,
  );
});

test.each(['http://localhost:8000/codes', 'http://127.0.0.1:8000', 'http://[::1]/codes'])(
  'a webhook on this machine needs no https: %s',
  (url) => {
    const env = { ...needed, PMS_WEBHOOK_URL: url, PMS_WEBHOOK_SECRET: secret };
    expect(readWorkerConfig(env).notify.pmsWebhook?.url).toBe(url);
  },
);

test.each(['http://localhost.evil.example/', 'http://127.0.0.1.evil.example', 'ftp://pms.example', 'pms'])(
  'a webhook elsewhere needs https: %s',
  (url) => {
    const env = { ...needed, PMS_WEBHOOK_URL: url, PMS_WEBHOOK_SECRET: secret };
    expect(problemsOf(env)).toContain('PMS_WEBHOOK_URL: expected');
  },
);

test('traces go nowhere unless an address is named, which no message shows', () => {
  expect(readWorkerConfig(needed).traces).toBeNull();
  const traces = (env: Record<string, string>) => readWorkerConfig({ ...needed, ...env }).traces;
  expect(traces({ STAYKEY_TRACES_SHARE: '0.5' })).toBeNull();
  const url = 'http://collector:4318/v1/traces';
  expect(traces({ STAYKEY_TRACES_URL: url })).toEqual({ url, share: 1 });
  expect(traces({ STAYKEY_TRACES_URL: url, STAYKEY_TRACES_SHARE: '0.25' })?.share).toBe(0.25);
  const wrong = problemsOf({ ...needed, STAYKEY_TRACES_URL: 'grpc://key@collector' });
  expect(wrong).toContain('STAYKEY_TRACES_URL: expected the address of a collector');
  expect(wrong).not.toContain('key@');
  expect(problemsOf({ ...needed, STAYKEY_TRACES_SHARE: '2' })).toContain('STAYKEY_TRACES_SHARE="2"');
});

test('nothing listens for Prometheus unless a port is named, and then on this machine alone', () => {
  expect(readWorkerConfig(needed).metrics).toBeNull();
  const metrics = (env: Record<string, string>) => readWorkerConfig({ ...needed, ...env }).metrics;
  expect(metrics({ STAYKEY_METRICS_PORT: '9464' })).toEqual({ host: '127.0.0.1', port: 9464 });
  expect(metrics({ STAYKEY_METRICS_PORT: '9464', STAYKEY_METRICS_HOST: '0.0.0.0' })?.host).toBe('0.0.0.0');
  expect(problemsOf({ ...needed, STAYKEY_METRICS_PORT: '70000' })).toContain('STAYKEY_METRICS_PORT="70000"');
});
