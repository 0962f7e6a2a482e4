import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Reservation } from '../../src/domain/reservation.ts';
import { reservationPath } from '../../src/desk/paths.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';
import { startDesk, type Desk, type Visitor } from './desk.ts';

const garden = anOracodeDoor({ timeZone: steadyZone, name: 'Garden Door' });
const cellar = anOracodeDoor({ timeZone: steadyZone, name: 'Cellar', timeSlots: [] });
// Lists are of a whole namespace: names of properties that no other test has.
const [mine, theirs] = [`mine-${crypto.randomUUID()}`, `theirs-${crypto.randomUUID()}`];
let stage: Stage;
let desk: Desk;
let clerk: Visitor;
beforeAll(async () => {
  stage = await openStage({ world: [garden, cellar] });
  desk = await startDesk(stage, {
    grants: {
      clerk: { properties: [mine], rights: ['read', 'operate'] },
      both: { properties: [mine, theirs] },
    },
  });
  clerk = await desk.visitor('clerk');
  await Promise.all([
    book('Ada Rivers', { stay: stayOf({ arrivesInDays: 1 }) }),
    book('Ben Okoro', { stay: stayOf({ arrivesInDays: 3 }), doorIds: [cellar.device_id] }),
    book('Cleo Sand', { stay: stayOf({ arrivesInDays: 5 }) }),
    book('Dana Field', { stay: stayOf({ arrivesInDays: 40 }) }),
    book('Eli Stone', { stay: stayOf({ arrivesInDays: 2 }), propertyId: theirs }),
  ]);
  await vi.waitUntil(() => listed('Ben Okoro', 'No code'), { timeout: 20_000, interval: 200 });
  await vi.waitUntil(async () => (await clerk.get('/desk')).text.match(/The code is ready/g)?.length === 2, {
    timeout: 20_000,
    interval: 200,
  });
});
afterAll(async () => {
  await desk[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

const book = async (name: string, parts: Partial<Reservation> & Pick<Reservation, 'stay'>) => {
  const reservation = aReservation({
    doorIds: [garden.device_id],
    timeZone: steadyZone,
    propertyId: mine,
    reservationId: `R-${name.split(' ')[0]}`,
    guest: { name },
    ...parts,
  });
  const run = await stage.start(reservation);
  return { reservation, run };
};
const listed = async (...words: string[]) => {
  const { text } = await clerk.get('/desk');
  return words.every((word) => text.includes(word));
};
const names = async (path: string, as = clerk) => {
  const { text } = await as.get(path);
  return ['Ada', 'Ben', 'Cleo', 'Dana', 'Eli'].filter((name) => text.includes(`>${name} `));
};

test('who has no working code stands first and is counted; the rest follow by arrival', async () => {
  const { text } = await clerk.get('/desk');
  expect(text).toContain('<strong>1</strong> of 3 have no working code.');
  const at = (part: string) => text.indexOf(part);
  expect(at('Needs somebody')).toBeGreaterThan(0);
  expect(at('Ben Okoro')).toBeLessThan(at('Ada Rivers'));
  expect(at('Ada Rivers')).toBeLessThan(at('Cleo Sand'));
  expect(text).toMatch(/Tomorrow<\/strong> \w+ \d+ \w+, 16:00/);
});

test('search and filters are in the address', async () => {
  expect(await names('/desk')).toEqual(['Ada', 'Ben', 'Cleo']);
  expect(await names('/desk?q=rIVERS')).toEqual(['Ada']);
  expect(await names('/desk?q=cellar+okoro')).toEqual(['Ben']);
  expect(await names('/desk?q=R-Cleo')).toEqual(['Cleo']);
  expect(await names('/desk?when=tomorrow')).toEqual(['Ada']);
  expect(await names('/desk?when=today')).toEqual([]);
  expect(await names('/desk?show=waiting')).toEqual(['Ben']);
  expect(await names('/desk?show=nonsense&when=never&q=')).toEqual(['Ada', 'Ben', 'Cleo']);
});

test('only arrivals of the token’s own properties are shown, whatever the address says', async () => {
  const both = await desk.visitor('both');
  expect(await names('/desk', both)).toEqual(['Ada', 'Ben', 'Cleo', 'Eli']);
  expect(await names(`/desk?property=${theirs}`, both)).toEqual(['Eli']);
  expect(await names(`/desk?property=${theirs}`)).toEqual([]);
  expect((await clerk.get('/desk')).text).not.toContain(theirs);
});

test('a code that outlives its reservation is shown, although nobody arrives', async () => {
  const { run, reservation } = await book('Fay Moss', { stay: stayOf({ arrivesInDays: 4 }) });
  await stage.untilReady(run);
  await stage.start({ ...reservation, revision: 2, status: 'cancelled' });
  await expect
    .poll(() => listed('Old codes that still open a door', 'Fay Moss'), { timeout: 20_000 })
    .toBe(true);
  const { text } = await clerk.get('/desk?q=Fay');
  expect(text).toContain('Nobody arrives');
  expect(text).toContain(reservationPath(reservation));
});

test('a door shows who stays behind it, which codes open it, where they overlap, and what it can serve', async () => {
  const { text } = await clerk.get(`/desk/doors/${garden.device_id}`);
  expect(text).toContain('Yes, with Guest 4pm-10am: opens 16:00, closes 10:00');
  expect(text).toContain('<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img"');
  expect(text).toMatch(/Reservation R-Ada, Ada Rivers, stays from \w+ \d+ \w+, 16:00/);
  // Three nights from the fourth day on lie over three nights from the fifth.
  expect(text).toMatch(/class="flash bad">Overlap: reservations? R-\w+/);
  expect(text).not.toContain('Eli Stone');
  expect((await clerk.get('/desk/doors/none')).status).toBe(404);
});

test('a device that Seam describes oddly has its place among the doors, and a page', async () => {
  const odd = anOracodeDoor({ timeZone: steadyZone, name: 'Odd Door' });
  Object.assign(odd.properties?.dormakaba_oracode_metadata ?? {}, { predefined_time_slots: [null, 7] });
  stage.simulator.addDevice(odd);
  const { text } = await clerk.get('/desk/doors');
  for (const name of ['Garden Door', 'Cellar', 'Odd Door']) expect(text).toContain(name);
  expect((await clerk.get(`/desk/doors/${odd.device_id}`)).text).toContain('number 1: null');
  stage.simulator.removeDevice(odd.device_id);
});

test('a page that is open hears of a change, and of nothing else', async () => {
  const { reservation } = await book('Gus Marsh', { stay: stayOf({ arrivesInDays: 50 }) });
  const hold = `${reservationPath(reservation)}/hold`;
  await vi.waitUntil(async () => (await clerk.get(reservationPath(reservation))).text.includes('Planned'), {
    timeout: 20_000,
  });
  const controller = new AbortController();
  const stream = await fetch(`${desk.url}${reservationPath(reservation)}/live`, {
    headers: { cookie: clerk.cookie(), accept: 'text/event-stream' },
    signal: controller.signal,
  });
  expect(stream.headers.get('content-type')).toBe('text/event-stream');
  let heard = '';
  const listening = (async () => {
    for await (const part of stream.body ?? []) heard += Buffer.from(part as Uint8Array).toString();
  })().catch(() => undefined);
  await expect.poll(() => heard, { timeout: 15_000 }).toContain('event: watching');
  expect(heard).not.toContain('event: changed');
  await clerk.submit(hold, { door: garden.device_id }, reservationPath(reservation));
  await expect.poll(() => heard, { timeout: 15_000 }).toContain('event: changed');
  expect(heard).not.toMatch(/Gus|Marsh|mine/);
  controller.abort();
  await listening;
});

test('a stay that is planned says to the minute, on the clock of the door, when its code is made and opens', async () => {
  await book('Hal Winter', { stay: stayOf({ arrivesInDays: 8 }) });
  const isPlanned = () => listed('Hal Winter', 'The code is made on');
  await expect.poll(isPlanned, { timeout: 20_000 }).toBe(true);
  const { text } = await clerk.get('/desk?q=Hal');
  expect(text).toMatch(/The code is made on \w+ \d+ \w+, 16:00\./);
  expect(text).toMatch(/code \w+ \d+ \w+, 16:00 to \w+ \d+ \w+, 10:00/);
});
