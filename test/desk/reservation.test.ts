import { afterAll, beforeAll, expect, test } from 'vitest';
import { reservationWorkflowId } from '../../src/domain/ids.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { reservationPath } from '../../src/desk/paths.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { seamEventSignal } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { codesMade, openStage, type Stage } from '../support/stage.ts';
import { startDesk, type Desk } from './desk.ts';

const door = anOracodeDoor({ timeZone: steadyZone, name: 'Garden Door' });
const doorId = door.device_id;
let stage: Stage;
let desk: Desk;
beforeAll(async () => {
  stage = await openStage({ world: [door] });
  desk = await startDesk(stage, {
    grants: {
      reader: { rights: ['read'] },
      clerk: { rights: ['read', 'operate'] },
      neighbour: { properties: ['hill-house'] },
    },
  });
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const booked = async (parts: Partial<Reservation> = {}) => {
  const stay = stayOf({ arrivesInDays: 30 });
  const reservation = aReservation({ doorIds: [doorId], stay, timeZone: steadyZone, ...parts });
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state !== 'validating');
  return { reservation, run, path: reservationPath(reservation) };
};
const ready = async (parts: Partial<Reservation> = {}) => {
  const one = await booked({ stay: stayOf({ arrivesInDays: 2 }), ...parts });
  await stage.untilReady(one.run);
  await stage.settle(one.run);
  return one;
};

test('the page says where the door stands, when the code opens and closes, and that the guest was told', async () => {
  const { path } = await ready();
  const { text } = await (await desk.visitor('reader')).get(path);
  expect(text).toContain('<h1>Ada Rivers</h1>');
  expect(text).toMatch(
    /The code is ready: it opens the door from \w+ \d+ \w+, 16:00 to \w+ \d+ \w+, 10:00\./,
  );
  expect(text).toContain('Garden Door');
  expect(text).toMatch(/<dt>Guest told<\/dt><dd>\w+ \d+ \w+/);
  expect(text).toContain('https://ui.example/namespaces/default/workflows/reservation%2F');
});

test('what happened is told in plain words, newest first: what was said, what came of it, and what changed', async () => {
  const { path, run, reservation } = await ready();
  const { client, taskQueue } = stage;
  const later = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 12 }) };
  await startReservation(client, taskQueue, later);
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await stage.settle(run);
  await startReservation(client, taskQueue, { ...reservation, revision: 1 });
  const clerk = await desk.visitor('clerk');
  await clerk.submit(`${path}/hold`, { door: doorId }, path);
  const { text } = await clerk.get(path);
  const story = [...text.matchAll(/<li><time [^>]*>[^<]*<\/time> ([^<]*)<\/li>/g)].map(([, line]) => line);
  const times = /\w+ \d+ \w+, 16:00 – \w+ \d+ \w+, 10:00/.source;
  const opens = /from \w+ \d+ \w+, 16:00 to \w+ \d+ \w+, 10:00/.source;
  const first = [
    `First heard of: ${times}, Garden Door\\.`,
    `Garden Door: the stay fits\\. The code is to open ${opens}\\.`,
    `Garden Door: a code was made that opens ${opens}\\. It is ready\\.`,
    'The code was told: recorder\\.',
  ];
  const then = [
    `Changed by an import: the stay, from ${times} to ${times}\\.`,
    `The code is planned for \\w+ \\d+ \\w+, 16:00, to open ${opens}\\.`,
    'Word from an import held nothing newer, and was passed over\\.',
    'Somebody put Garden Door on hold\\.',
  ];
  const newestFirst = story.toReversed().join('\n');
  // A run plans at a glance when it is new, and once more as it makes the code.
  expect(newestFirst).toMatch(new RegExp(first.join('[^]*')));
  expect(newestFirst).toMatch(new RegExp([first[0], ...then].join('[^]*')));
  expect(newestFirst).toMatch(/Garden Door: an old code opens the door until \w+ \d+ \w+, 10:00/);
  expect(newestFirst).toMatch(/Staff were told: an old code opens a door \((medium|high)\)\./);
  expect(text).not.toContain('Older lines are left out');
});

test('a long story says that older lines are left out, and goes on where one asks for them', async () => {
  const { path, run } = await booked();
  const hint = { eventId: 'e', eventType: 'any', accessCodeId: 'of nobody' };
  // One after the other: the server's pages count what was written at once as one, and signals of a moment are.
  for (let count = 0; count < 110; count += 1) {
    await run.signal(seamEventSignal, hint);
    await stage.settle(run);
  }
  const reader = await desk.visitor('reader');
  const { text } = await reader.get(path);
  expect(text).not.toContain('First heard of');
  const [, next = ''] = /Older lines are left out\. <a href="([^"]*)">/.exec(text) ?? [];
  expect(next).toBe(`${path}?story=2#story`);
  const whole = (await reader.get(next.split('#')[0] ?? '')).text;
  expect(whole).toContain('First heard of');
  expect(whole).not.toContain('Older lines are left out');
  expect((await reader.get(`${path}?story=-1`)).text).toContain('Older lines are left out');
});

test('who may only read is shown no lever and no PIN, and can pull none', async () => {
  const { path } = await ready();
  const reader = await desk.visitor('reader');
  const { text } = await reader.get(path);
  expect(text).not.toMatch(/Look again now|Show the PINs|Make another code/);
  for (const lever of [
    'retry',
    'hold',
    'release',
    'resend',
    'reissue',
    'acknowledge',
    'handled',
    'not-handled',
    'pins',
  ]) {
    expect([lever, (await reader.submit(`${path}/${lever}`, { door: doorId }, path)).status]).toEqual([
      lever,
      403,
    ]);
  }
  expect((await reader.get(`${path}/reissue?door=${doorId}`)).status).toBe(403);
});

test('the right to operate is not the right to read PINs', async () => {
  const { path } = await ready();
  const clerk = await desk.visitor('clerk');
  expect((await clerk.get(path)).text).not.toContain('Show the PINs');
  expect((await clerk.submit(`${path}/pins`, {}, path)).status).toBe(403);
});

test('what is of another property is not there, like what nobody knows', async () => {
  const { path } = await booked();
  const neighbour = await desk.visitor('neighbour');
  const nobody = reservationPath({ source: 'test-pms', propertyId: 'hill-house', reservationId: 'none' });
  const pages = await Promise.all([
    neighbour.get(path),
    neighbour.get(nobody),
    neighbour.get(`${path}/live`),
  ]);
  expect(pages.map(({ status }) => status)).toEqual([404, 404, 404]);
  expect(pages[0]?.text).toBe(pages[1]?.text);
  const { path: theirs } = await booked({ propertyId: 'hill-house' });
  const forms = ['retry', 'reissue', 'pins'].map((lever) =>
    neighbour.submit(`${path}/${lever}`, { door: doorId }, theirs),
  );
  expect((await Promise.all(forms)).map(({ status }) => status)).toEqual([404, 404, 404]);
});
const proofIn = (text: string) => /name="proof" value="([^"]*)"/.exec(text)?.[1] ?? '';

test('a form without its proof, with that of another session, or sent by another page does nothing', async () => {
  const { path, run } = await booked();
  const clerk = await desk.visitor('clerk');
  const proof = proofIn((await clerk.get(path)).text);
  const foreign = proofIn((await (await desk.visitor('clerk')).get(path)).text);
  const once = crypto.randomUUID();
  const hold = (fields: Record<string, string>, headers: Record<string, string>) =>
    fetch(`${desk.url}${path}/hold`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: clerk.cookie(), ...headers },
      body: new URLSearchParams({ door: doorId, once, ...fields }),
    });
  const own = { origin: desk.url };
  expect(foreign).not.toBe(proof);
  const refused = [
    await hold({}, own),
    await hold({ proof: '' }, own),
    await hold({ proof: foreign }, own),
    await hold({ proof }, {}),
    await hold({ proof }, { origin: 'null' }),
    await hold({ proof }, { origin: 'https://evil.example' }),
    await hold({ proof }, { ...own, 'sec-fetch-site': 'cross-site' }),
    await hold({ proof }, { ...own, 'sec-fetch-site': 'same-site' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 403));
  await stage.settle(run);
  expect((await stage.stateOf(run)).doors[0]?.state).toBe('not_yet_due');
  expect((await hold({ proof }, own)).status).toBe(303);
});

test('a door is seen to by hand, and given back: each is said afterwards', async () => {
  const { path, run } = await ready({ stay: stayOf({ arrivesInDays: 3 }) });
  const clerk = await desk.visitor('clerk');
  const handled = await clerk.submit(`${path}/handled`, { door: doorId, note: 'key box 7' }, path);
  await stage.until(run, ({ state }) => state === 'handled_by_hand');
  expect(handled.headers.get('location')).toBe(`${path}?done=handled`);
  const { text } = await clerk.get(`${path}?done=handled`);
  expect(text).toContain('Noted. Staykey leaves this door to you.');
  expect(text).toContain('key box 7');
  await clerk.submit(`${path}/not-handled`, { door: doorId }, path);
  await stage.until(run, ({ state }) => state === 'ready');
});

test('what stands in the address is never said on the page', async () => {
  const { path } = await booked();
  const { text } = await (await desk.visitor('clerk')).get(`${path}?done=<script>constructor`);
  expect(text).not.toContain('constructor');
  expect((await (await desk.visitor()).get(`${path}?done=constructor`)).text).not.toContain('class="flash');
});

test('another code is asked for twice, made once however often the button is pressed, and its notice is decided', async () => {
  const { path, run } = await ready();
  const clerk = await desk.visitor('clerk');
  const before = codesMade(stage.simulator).length;
  expect((await clerk.get(path)).text).not.toContain(`action="${path}/reissue"`);
  const question = (await clerk.get(`${path}/reissue?door=${doorId}`)).text;
  expect(question).toMatch(/The current code keeps working until \w+ \d+ \w+, 10:00\./);
  const fields = { door: doorId, proof: proofIn(question), once: crypto.randomUUID() };
  await Promise.all([1, 2].map(() => clerk.submit(`${path}/reissue`, fields)));
  await stage.until(run, ({ state, code }) => state === 'ready' && code !== null);
  await stage.settle(run);
  expect(codesMade(stage.simulator)).toHaveLength(before + 1);

  const notice = (await clerk.get(path)).text;
  expect(notice).toContain('Old codes that still open a door');
  const [, noticeId = ''] = /name="notice" value="([^"]*)"/.exec(notice) ?? [];
  const decision = { notice: noticeId, option: 'let_expire', by: 'Ann <b>' };
  const wrong = await clerk.submit(`${path}/acknowledge`, { ...decision, option: 'remove_remotely' }, path);
  expect([wrong.status, wrong.text.includes('expected one of')]).toEqual([422, true]);
  await clerk.submit(`${path}/acknowledge`, decision, path);
  const after = (await clerk.get(path)).text;
  expect(after).not.toContain('Old codes that still open a door');
  expect(after).toContain('decided by Ann &lt;b&gt;');
});

test('a guest who got no message is told again, in a message of its own', async () => {
  const { path, run, reservation } = await ready();
  const clerk = await desk.visitor('clerk');
  const toldOf = () => stage.told.filter(({ key }) => key.reservationId === reservation.reservationId);
  const [first] = toldOf();
  const answer = await clerk.submit(`${path}/resend`, { door: doorId }, path);
  await expect.poll(() => toldOf().length, { timeout: 10_000 }).toBe(2);
  await stage.settle(run);
  expect(answer.headers.get('location')).toBe(`${path}?done=resend`);
  expect(toldOf()[1]?.doors[0]?.pin).toBe(first?.doors[0]?.pin);
  expect(toldOf()[1]?.id).not.toBe(first?.id);
  const { path: early } = await booked();
  const none = await clerk.submit(`${early}/resend`, { door: doorId }, early);
  expect([none.status, none.text.includes('No code is ready')]).toEqual([422, true]);
});

test('PINs are on no page but the answer to the form that asks for them, and who asked is in the log', async () => {
  const { path, run, reservation } = await ready();
  const all = await desk.visitor();
  const { accessCodeId = '' } = (await stage.stateOf(run)).doors[0]?.code ?? {};
  const pin =
    codesMade(stage.simulator).find(({ access_code_id }) => access_code_id === accessCodeId)?.code ?? '';
  for (const page of [path, '/desk', `/desk/doors/${doorId}`, `${path}/reissue?door=${doorId}`]) {
    expect([page, (await all.get(page)).text.includes(pin)]).toEqual([page, false]);
  }
  expect((await all.get(`${path}/pins`)).status).toBe(404);
  const shown = await all.submit(`${path}/pins`, {}, path);
  expect([shown.status, shown.headers.get('cache-control')]).toEqual([200, 'no-store']);
  expect(shown.text).toContain(`<p class="pin">${pin}</p>`);
  expect(shown.text).toMatch(/Opens from \w+ \d+ \w+, 16:00 to \w+ \d+ \w+, 10:00\./);
  const line = desk.api
    .log()
    .split('\n')
    .find((one) => one.includes('pin-read') && one.includes(accessCodeId));
  expect(JSON.parse(line ?? '{}')).toMatchObject({
    by: 'all',
    workflowId: reservationWorkflowId(reservation),
    accessCodeIds: [accessCodeId],
  });
  expect(desk.api.log()).not.toContain(pin);
});

test('hostile names, ids and notes are text', async () => {
  const hostile = `"><script>alert(1)</script>{{ 7 | times: 6 }}'`;
  const { path } = await booked({ guest: { name: hostile }, reservationId: `R"><i>${crypto.randomUUID()}` });
  const clerk = await desk.visitor('clerk');
  await clerk.submit(`${path}/handled`, { door: doorId, note: hostile }, path);
  for (const page of [
    path,
    `/desk?q=${encodeURIComponent(hostile)}&property=${encodeURIComponent(hostile)}`,
  ]) {
    const { status, text } = await clerk.get(page);
    expect([status, text.includes('<script>alert'), text.includes('<i>')]).toEqual([200, false, false]);
    expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;{{ 7 | times: 6 }}');
  }
});

test('the log says which kind of page was seen by whom, and nothing of whom it was about', async () => {
  const { path, reservation } = await booked({ guest: { name: 'Zora Quill' } });
  const clerk = await desk.visitor('clerk');
  await clerk.get(`${path}?done=x`);
  await clerk.get('/desk?q=Zora');
  expect(desk.api.log()).toContain('/desk/reservations/:source/:propertyId/:reservationId');
  expect(desk.api.log()).not.toMatch(/Zora|Quill/);
  expect(desk.api.log()).not.toContain(reservation.reservationId);
  for (const token of Object.values(desk.api.tokens)) expect(desk.api.log()).not.toContain(token);
});
