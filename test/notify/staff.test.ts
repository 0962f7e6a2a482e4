import { afterAll, beforeAll, expect, it } from 'vitest';
import { aNotice, aNotify } from './builders.ts';
import { startMailServer } from './mail-server.ts';

let server: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

const staff = ['desk@host.example', 'night@host.example'];
const count = (text: string, part: string) => text.split(part).length - 1;
const mailOf = async (notices = [aNotice(1)], links: { runsUrl?: string; runbookUrl?: string } = {}) => {
  const notify = aNotify({ smtpUrl: server.url, staff, ...links });
  expect(await notify.sendStaff({ id: 'digest-1', notices })).toEqual(['staff_email']);
  const { to, mail } = server.last();
  return { to, subject: mail.subject, text: mail.text ?? '', html: mail.html ?? '' };
};

it('300 notices with one cause are one paragraph: count, the first few reservations, how many more', async () => {
  const notices = Array.from({ length: 300 }, (_, index) => aNotice(index + 1));
  const { to, subject, text, html } = await mailOf(notices);
  expect(to).toEqual(staff);
  expect(subject).toBe('[Staykey, medium] 300 notices: seam:account_disconnected');
  for (const body of [text, html]) {
    expect(count(body, 'Seam lost the account.')).toBe(1);
    expect(count(body, 'Connect the account again in Seam.')).toBe(1);
    expect(count(body, 'Give the guests keys.')).toBe(1);
    expect(body).toContain('300 notices');
    expect(body).toContain('R5');
    expect(body).not.toContain('R6');
    expect(body).toContain('and 295 more');
  }
});

it('the most severe cause comes first, and its severest notice within it', async () => {
  const { subject, text } = await mailOf([
    aNotice(1, { cause: 'mild', severity: 'low' }),
    aNotice(2, { cause: 'grave', severity: 'medium', text: 'Soon.' }),
    aNotice(3, { cause: 'grave', severity: 'high', text: 'Now.' }),
    aNotice(4, { cause: 'middling', severity: 'medium' }),
  ]);
  expect(subject).toBe('[Staykey, high] 4 notices: grave and 2 more causes');
  const order = ['HIGH: grave', 'Now.', 'Soon.', 'MEDIUM: middling', 'LOW: mild'].map((part) =>
    text.indexOf(part),
  );
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  expect(order).not.toContain(-1);
});

it('notices of one cause that say different things each keep their own words and options', async () => {
  const { text } = await mailOf([
    aNotice(1, { text: 'Live until Friday.', options: ['Wait until Friday.'] }),
    aNotice(2, { text: 'Live until Monday.', options: ['Wait until Monday.'] }),
  ]);
  for (const day of ['Friday', 'Monday']) {
    expect(text).toContain(`Live until ${day}.`);
    expect(text).toContain(`1. Wait until ${day}.`);
  }
});

it("a notice links to its run where the UI's address is known", async () => {
  const runsUrl = 'https://ui.host.example/namespaces/staykey/workflows';
  const link = `${runsUrl}/reservation%2Fhostaway%2Fbeach-house%2FR1`;
  const { text, html } = await mailOf([aNotice(1)], { runsUrl });
  expect(text).toContain(link);
  expect(html).toContain(`<a href="${link}"`);
  expect((await mailOf()).html).not.toContain('<a ');
});

it("a cause links to the page of the runbook that says what to do, where the runbook's address is known", async () => {
  const runbookUrl = 'https://wiki.host.example/runbook';
  const cancelled = aNotice(1, { kind: 'live_code', cause: 'cancelled' });
  const { text, html } = await mailOf([cancelled], { runbookUrl });
  expect(text).toContain(`Step by step: ${runbookUrl}/live-code.md#cancelled\n`);
  expect(html).toContain(`<a href="${runbookUrl}/live-code.md#cancelled">`);
  expect((await mailOf([cancelled])).text).not.toContain('Step by step');
});

it('a cause that came first as a refusal and then as a deadline links to the page of the severer one', async () => {
  const cause = 'times_do_not_match_slots';
  const notices = [
    aNotice(1, { kind: 'refused', cause, severity: 'low' }),
    aNotice(2, { kind: 'deadline', cause, severity: 'high' }),
  ];
  const { text } = await mailOf(notices, { runbookUrl: 'https://wiki.host.example' });
  expect(text).toContain('Step by step: https://wiki.host.example/deadline.md\n');
});

it('what stands in a notice is escaped in HTML', async () => {
  const { html } = await mailOf([aNotice(1, { text: '<b>bold</b> & "quoted"', options: ['<i>'] })]);
  expect(html).toContain('&lt;b&gt;bold&lt;/b&gt; &amp;');
  expect(html).toContain('&lt;i&gt;');
  expect(html).not.toMatch(/<[bi]>/);
});

it('an address of staff that is refused does not keep the others from it', async () => {
  await using strict = await startMailServer({ refuses: ['night@host.example'] });
  const notify = aNotify({ smtpUrl: strict.url, staff });
  expect(await notify.sendStaff({ id: 'digest-1', notices: [aNotice(1)] })).toEqual(['staff_email']);
  expect(strict.last().to).toEqual(['desk@host.example']);
  expect(notify.logged()).toContain('"refused":1');
  expect(notify.logged()).not.toContain('host.example');
});

it('with no channel set, staff notices are logged by cause, with the first few runs', async () => {
  const notify = aNotify();
  const notices = Array.from({ length: 8 }, (_, index) => aNotice(index + 1));
  expect(await notify.sendStaff({ id: 'digest-1', notices })).toEqual(['log']);
  expect(notify.logged().split('\n')).toHaveLength(1);
  expect(notify.logged()).toContain('"cause":"seam:account_disconnected","severity":"medium","count":8');
  expect(notify.logged()).toContain('reservation/hostaway/beach-house/R5');
  expect(notify.logged()).not.toContain('R6');
});
