import { afterAll, beforeAll, expect, test } from 'vitest';
import { reservationPath } from '../../src/desk/paths.ts';
import { de } from '../../src/desk/words/de/index.ts';
import { en } from '../../src/desk/words/en/index.ts';
import type { Reservation } from '../../src/domain/reservation.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { startDesk, type Desk } from './desk.ts';

const garden = anOracodeDoor({ timeZone: steadyZone, name: 'Gartentor' });
const cellar = anOracodeDoor({ timeZone: steadyZone, name: 'Kellertor', timeSlots: [] });
const [german, french] = [`haus-${crypto.randomUUID()}`, `maison-${crypto.randomUUID()}`];
let stage: Stage;
let desk: Desk;
beforeAll(async () => {
  stage = await openStage({ world: [garden, cellar] });
  desk = await startDesk(stage, {
    grants: { both: { properties: [german, french] }, one: { properties: [german] } },
    localeOf: (property) => (property === german ? 'de-DE' : property === french ? 'fr-FR' : 'en-GB'),
  });
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const booked = async (parts: Partial<Reservation> = {}) => {
  const reservation = aReservation({
    doorIds: [garden.device_id],
    stay: stayOf({ arrivesInDays: 30 }),
    timeZone: steadyZone,
    propertyId: german,
    ...parts,
  });
  const run = await stage.start(reservation);
  await stage.until(run, ({ state }) => state !== 'validating');
  return { reservation, run, path: reservationPath(reservation) };
};
const languageIn = (text: string) => /<html lang="(.*?)">/.exec(text)?.[1];

const texts = (words: typeof en | typeof de) =>
  Object.values(words).filter((text) => typeof text === 'string');
const germanTexts = new Set<string>(texts(de));
/** Whole English texts, and not words that also stand in names. */
const englishTexts = texts(en).filter(
  (text) => !germanTexts.has(text) && !/[{*]/.test(text) && /\w \w/.test(text),
);
/** Of the history most texts have places: what stands between them. */
const storyWords = Object.entries(en)
  .filter(([name]) => name.startsWith('story.'))
  .flatMap(([, text]) => (typeof text === 'string' ? text.split(/\{\w+\}/) : []))
  .filter((words) => /\w \w.* \w/.test(words));
/** What a page says in its own language: quoted English is marked as such, and the languages' names are their own. */
const leftInEnglish = (text: string): string[] => {
  const own = text.replace(/<(\w+)[^>]* lang="en"[^>]*>[^<]*<\/\1>/g, '');
  return [...englishTexts, ...storyWords].filter((english) => own.includes(english));
};

test('the page of a German property’s reservation says everything in German', async () => {
  const { path, run } = await booked({ stay: stayOf({ arrivesInDays: 2 }) });
  await stage.untilReady(run);
  await stage.settle(run);
  const { text } = await (await desk.visitor()).get(path);
  expect(languageIn(text)).toBe('de');
  const date = String.raw`(Mo|Di|Mi|Do|Fr|Sa|So)\., \d+\. [A-ZÄÖÜ][a-zäöü]+\.?`;
  expect(text).toMatch(
    new RegExp(`Der Code ist bereit: Er öffnet die Tür von ${date}, 16:00 bis ${date}, 10:00\\.`),
  );
  for (const said of [
    'Jetzt erneut prüfen',
    'Neuen Code erstellen …',
    'PINs anzeigen',
    'Gast benachrichtigt',
    'Verlauf',
  ])
    expect(text).toContain(said);
  expect(leftInEnglish(text)).toEqual([]);
});

test('what happened is told in German, with what it was before and what it is now', async () => {
  const { path, run, reservation } = await booked({ stay: stayOf({ arrivesInDays: 2 }) });
  await stage.untilReady(run);
  await stage.settle(run);
  await startReservation(stage.client, stage.taskQueue, {
    ...reservation,
    revision: 2,
    stay: stayOf({ arrivesInDays: 12 }),
  });
  await stage.until(run, ({ state }) => state === 'not_yet_due');
  await stage.settle(run);
  await startReservation(stage.client, stage.taskQueue, { ...reservation, revision: 1 });
  const clerk = await desk.visitor();
  await clerk.submit(`${path}/hold`, { door: garden.device_id }, path);
  const { text } = await clerk.get(path);
  const story = [...text.matchAll(/<li><time [^>]*>[^<]*<\/time> ([^<]*)<\/li>/g)].map(([, line]) => line);
  const newestFirst = story.toReversed().join('\n');
  const date = String.raw`\w\w\., \d+\. [\wä]+\.?`;
  const stayed = `${date}, 16:00 – ${date}, 10:00`;
  const opens = `von ${date}, 16:00 bis ${date}, 10:00`;
  const lines = [
    `Erstmals gemeldet: ${stayed}, Gartentor\\.`,
    `Gartentor: Ein Code wurde erstellt, der ${opens} öffnet\\. Er ist bereit\\.`,
    'Der Code wurde mitgeteilt: recorder\\.',
    `Durch einen Import geändert: Aufenthalt bisher ${stayed}, jetzt ${stayed}\\.`,
    `Der Code ist für ${date}, 16:00 geplant und soll ${opens} öffnen\\.`,
    'Ein Import brachte nichts Neueres und wurde übergangen\\.',
    'Jemand hielt die Erstellung an: Gartentor\\.',
  ];
  for (const line of lines) expect(newestFirst).toMatch(new RegExp(line));
  expect(newestFirst).toMatch(
    /Das Team wurde benachrichtigt: ein alter Code öffnet eine Tür \((wichtig|dringend)\)\./,
  );
  expect(leftInEnglish(text)).toEqual([]);
});

test('a German property’s arrivals are listed in German, whatever the browser asks for', async () => {
  await booked({
    stay: stayOf({ arrivesInDays: 1 }),
    doorIds: [cellar.device_id],
    reservationId: 'R-Keller',
  });
  const clerk = await desk.visitor('both', { 'accept-language': 'en-GB' });
  const page = () => clerk.get(`/desk?property=${german}`);
  await expect.poll(async () => (await page()).text, { timeout: 20_000 }).toContain('R-Keller');
  const { text } = await page();
  expect(languageIn(text)).toBe('de');
  expect(text).toMatch(/Für <strong>1<\/strong> von \d+ Anreisen liegt noch kein gültiger Code vor\./);
  expect(text).toContain('Kein Code: Kein Zeitfenster der Tür passt zum Aufenthalt.');
  expect(text).toMatch(/Morgen<\/strong> \w\w\., /);
  expect(leftInEnglish(text)).toEqual([]);
});

test('what only the run has said, in English, is quoted and marked as English', async () => {
  const { path } = await booked({ doorIds: [cellar.device_id] });
  const { text } = await (await desk.visitor()).get(path);
  expect(text).toMatch(
    /Kein Zeitfenster der Tür passt zum Aufenthalt\. <q class="original" lang="en">No time slot for [^<]+<\/q>/,
  );
  expect(text).toMatch(
    /<\/time> Kellertor: Kein Code: Kein Zeitfenster der Tür passt zum Aufenthalt\. <q class="original" lang="en">No time slot/,
  );
  expect(leftInEnglish(text)).toEqual([]);
});

test('an old code is told of and decided in German, on the clock of the door', async () => {
  const { path, run, reservation } = await booked({ stay: stayOf({ arrivesInDays: 4 }) });
  await stage.untilReady(run);
  await stage.settle(run);
  await stage.start({ ...reservation, revision: 2, status: 'cancelled' });
  const clerk = await desk.visitor();
  const notice = async () => (await clerk.get(path)).text;
  await expect.poll(notice, { timeout: 20_000 }).toContain('Alte Codes, die noch eine Tür öffnen');
  const text = await notice();
  expect(text).toMatch(
    /öffnet die Tür „Gartentor“ von \w\w\., .*, 16:00 bis .*, 10:00 und lässt sich nicht löschen\./,
  );
  expect(text).toContain('Die Reservierung wurde storniert. Der Gast kennt die PIN.');
  expect(leftInEnglish(text)).toEqual([]);
  const [, noticeId = ''] = /name="notice" value="([^"]*)"/.exec(text) ?? [];
  await clerk.submit(`${path}/acknowledge`, { notice: noticeId, option: 'let_expire', by: 'Anna' }, path);
  expect(await notice()).toMatch(/Alter Code an Gartentor: entschieden von Anna, .* Ablaufen lassen\./);
});

test('the other pages, and what goes wrong, are in German for who works for that property alone', async () => {
  const clerk = await desk.visitor('one', { 'accept-language': 'en' });
  for (const path of ['/desk', '/desk/doors', `/desk/doors/${cellar.device_id}`, '/desk/imports']) {
    const { text } = await clerk.get(path);
    expect([path, languageIn(text), leftInEnglish(text)]).toEqual([path, 'de', []]);
  }
  const { path } = await booked();
  const early = await clerk.get(`${path}/reissue?door=${garden.device_id}`);
  expect([early.status, early.text.includes('An dieser Tür liegt kein Code vor')]).toEqual([409, true]);
});

test('signing in and pages of several properties go by the browser, then by the desk', async () => {
  const asked = async (header?: string) => {
    const browser = header === undefined ? {} : { 'accept-language': header };
    const signIn = await desk.stranger('', browser).get('/desk/sign-in');
    const arrivals = await (await desk.visitor('both', browser)).get('/desk');
    return [signIn, arrivals].map(({ text }) => languageIn(text));
  };
  expect(await asked('de-AT,de;q=0.9,en;q=0.8')).toEqual(['de', 'de']);
  expect(await asked('fr, en;q=0.4, de;q=0.7')).toEqual(['de', 'de']);
  expect(await asked('de;q=0, *')).toEqual(['en', 'en']);
  expect(await asked(';;q=,,')).toEqual(['en', 'en']);
  expect(await asked()).toEqual(['en', 'en']);
});

test('a property whose language the desk does not speak is told of in English, with its own dates', async () => {
  const { path } = await booked({ propertyId: french });
  const { text } = await (await desk.visitor()).get(path);
  expect(languageIn(text)).toBe('en');
  expect(text).toMatch(/The code is made on (lun|mar|mer|jeu|ven|sam|dim)\. \d+ /);
});

test('a language that somebody chose counts on every page, until they take that back', async () => {
  const { path } = await booked();
  const clerk = await desk.visitor('both');
  const links = async () =>
    [...(await clerk.get(`${path}?done=retry`)).text.matchAll(/href="(\/desk\/language[^"]*)"/g)].map(
      ([, href = '']) => href.replaceAll('&amp;', '&'),
    );
  const [english = '', , ...none] = await links();
  expect(none).toEqual([]);
  const answer = await clerk.get(english);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, path]);
  expect(answer.headers.get('set-cookie')).toMatch(
    /^staykey_desk_language=en; Max-Age=31536000; Path=\/desk; HttpOnly; SameSite=Lax$/,
  );
  const { text } = await clerk.get(path);
  expect(languageIn(text)).toBe('en');
  expect(text).toMatch(/The code is made on (Mon|Tue|Wed|Thu|Fri|Sat|Sun),? \d+ /);
  const [, , automatic = ''] = await links();
  await clerk.get(automatic);
  expect(languageIn((await clerk.get(path)).text)).toBe('de');
});

test('the way to choose a language leads to no other site, and keeps nothing that is none', async () => {
  const stranger = desk.stranger();
  const at = async (query: string) => (await stranger.get(`/desk/language?${query}`)).headers.get('location');
  expect(await at('to=de&next=https://evil.example/')).toBe('/desk');
  expect(await at('to=de&next=//evil.example')).toBe('/desk');
  expect(await at('to=constructor&next=/desk/sign-in')).toBe('/desk/sign-in');
  expect(languageIn((await stranger.get('/desk/sign-in')).text)).toBe('de');
});
