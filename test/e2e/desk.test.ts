/** @module-tag chromium */
import { Client, Connection } from '@temporalio/client';
import axe from 'axe-core';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reservationPath } from '../../src/desk/paths.ts';
import { controlSimulator, type SimulatorControl } from '../../src/local/simulator-control.ts';
import { startStack, type Stack } from '../../src/local/stack.ts';
import { untilIn } from '../../src/local/sample-turns.ts';
import { registerSearchAttributes } from '../../src/temporal/register-search-attributes.ts';
import { startReservation } from '../../src/temporal/start-reservation.ts';
import { findChromium } from '../../tools/screenshots/find-chromium.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { writeJson } from '../support/local.ts';
import { anOracodeDoor } from '../support/simulator.ts';

const front = anOracodeDoor({ timeZone: steadyZone, name: 'Front Door' });
const cellar = anOracodeDoor({ timeZone: steadyZone, name: 'Cellar Door', timeSlots: [] });
const taskQueue = 'desk-e2e';
const booked = (reservationId: string, name: string, doorId: string, arrivesInDays: number) =>
  aReservation({
    reservationId,
    guest: { name },
    doorIds: [doorId],
    stay: stayOf({ arrivesInDays }),
    timeZone: steadyZone,
  });
const ada = booked('R-1', 'Ada Rivers', front.device_id, 1);
const ben = booked('R-2', 'Ben Okoro', cellar.device_id, 2);
const cleo = booked('R-3', 'Cleo Sand', front.device_id, 5);
const dana = booked('R-4', 'Dana Field', front.device_id, 6);

let browser: Browser;
let stack: Stack;
let connection: Connection;
let simulator: SimulatorControl;
let desk: { url: string; token: string };
beforeAll(async () => {
  const executablePath = await findChromium(process.env);
  browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  // A server somebody runs already would keep what other runs left behind.
  vi.stubEnv('TEMPORAL_ADDRESS', '');
  stack = await startStack({
    worldFile: writeJson('desk-world.json', [front, cellar]),
    taskQueue,
    ui: false,
    api: true,
    say: () => undefined,
  });
  if (!stack.api) throw new Error('expected the API');
  desk = stack.api;
  simulator = controlSimulator(stack.simulatorUrl);
  connection = await Connection.connect({ address: stack.address });
  const { namespace, dataConverter } = stack;
  const client = new Client({ connection, namespace, dataConverter });
  await registerSearchAttributes(client);
  const start = async (reservation: typeof ada) =>
    (await startReservation(client, taskQueue, reservation)).workflowId;
  const [, , cancelled] = await Promise.all([start(ada), start(ben), start(cleo), start(dana)]);
  const place = { client, signal: new AbortController().signal };
  await untilIn(place, cancelled, 'ready');
  await start({ ...cleo, revision: 2, status: 'cancelled' });
});
afterAll(async () => {
  await browser?.close();
  await connection?.close();
  await stack?.[Symbol.asyncDispose]();
});

/** A browser of its own, in which nothing may go wrong: no script fails and nothing is kept out by the policy. */
const withPage = async (options: BrowserContextOptions, use: (page: Page) => Promise<void>) => {
  const context = await browser.newContext({ baseURL: desk.url, ...options });
  context.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  try {
    const page = await context.newPage();
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text());
    });
    await use(page);
  } finally {
    await context.close();
  }
  expect(complaints).toEqual([]);
};

const signIn = async (page: Page) => {
  await page.goto('/desk');
  await page.getByLabel('Token').fill(desk.token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Arrivals' }).waitFor();
};

test('a clerk finds the arrival without a code, reads why, has it looked at again, and sees it turn ready', async () => {
  await withPage({}, async (page) => {
    await signIn(page);
    const urgent = page.getByRole('region', { name: 'Needs somebody' });
    await expect.poll(() => urgent.innerText(), { timeout: 20_000 }).toContain('Ben Okoro');
    await urgent.getByRole('link', { name: 'Ben Okoro' }).click();
    await page
      .getByText('No stay can be served')
      .or(page.getByText(/No code\./))
      .first()
      .waitFor();

    // Somebody gave the door its time slots.
    await simulator.putDevice(
      anOracodeDoor({ deviceId: cellar.device_id, timeZone: steadyZone, name: 'Cellar Door' }),
    );
    await page.getByRole('button', { name: 'Look again now at Cellar Door' }).click();
    await page.getByText('It is being looked at again.').waitFor();
    // Nobody loads the page anew.
    await page.locator('.state', { hasText: 'The code is ready' }).waitFor();
    await page.getByRole('link', { name: 'Arrivals' }).first().click();
    await page.getByText('Ben Okoro').first().waitFor();
    await expect
      .poll(() => page.locator('main').innerText(), { timeout: 20_000 })
      .not.toContain('Needs somebody');
  });
});

test('a code of a cancelled stay that opens the next guest’s door is seen, decided about, and asked for by name', async () => {
  await withPage({}, async (page) => {
    await signIn(page);
    await page.getByRole('region', { name: 'Old codes' }).getByRole('link', { name: 'Cleo Sand' }).click();
    await page.getByText(/It overlaps reservation R-4/).waitFor();
    await page.getByRole('radio', { name: /Let it expire/ }).check();
    await page.getByLabel('Who decides').fill('Ann');
    await page.getByRole('button', { name: 'Note the decision' }).click();
    await page.getByText('decided by Ann').waitFor();

    await page.getByRole('link', { name: 'Front Door' }).first().click();
    await page.getByRole('img', { name: 'Who can open Front Door' }).waitFor();
    expect(await page.locator('.flash.bad').first().innerText()).toMatch(/Overlap: .*R-[34] .*R-[34]/);
  });
});

test('a form of another page is refused by the server, whatever cookie the browser sends with it', async () => {
  await withPage({}, async (page) => {
    await signIn(page);
    await page.route('https://evil.example/**', (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<form method="post" action="${desk.url}${reservationPath(ada)}/hold"><input name="door" value="${front.device_id}"><button>Win</button></form>`,
      }),
    );
    await page.goto('https://evil.example/');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/hold')),
      page.getByRole('button', { name: 'Win' }).click(),
    ]);
    expect(answer.status()).toBe(403);
  });
});

test('without a script every page works: search, levers, PINs, signing out', async () => {
  await withPage({ javaScriptEnabled: false }, async (page) => {
    await signIn(page);
    await page.getByLabel('Guest, reservation or door').fill('ada front');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(page.url()).toContain('q=ada+front');
    await page.getByRole('link', { name: 'Ada Rivers' }).first().click();
    await page.getByText('I see to it by hand…').click();
    await page.getByLabel('How the guest gets in').fill('Key box');
    await page.getByRole('button', { name: 'Staykey leaves this door to me' }).click();
    await page.getByText('Noted. Staykey leaves this door to you.').waitFor();
    await page.getByRole('button', { name: 'Let Staykey see to it again' }).click();
    await page.getByRole('button', { name: 'Show the PINs' }).click();
    expect(await page.locator('.pin').innerText()).toMatch(/^\d+$/);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/desk');
    await page.getByLabel('Token').waitFor();
  });
});

test('the keyboard alone signs in and opens the first arrival', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk');
    await page.keyboard.type(desk.token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Arrivals' }).waitFor();
    const focused = () => page.evaluate<string>(`document.activeElement?.getAttribute('href') ?? ''`);
    for (let n = 0; n < 30 && !(await focused()).startsWith('/desk/reservations/'); n += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
  });
});

test('axe finds nothing wrong on any page, light or dark, wide or narrow, and nothing is cut off', async () => {
  await withPage({}, async (page) => {
    await page.goto('/desk/sign-in');
    await mustBeAccessible(page);
    await signIn(page);
    const paths = [
      '/desk',
      reservationPath(ada),
      reservationPath(cleo),
      `${reservationPath(ada)}/reissue?door=${front.device_id}`,
      '/desk/doors',
      `/desk/doors/${front.device_id}`,
      '/desk/imports',
      '/desk/none',
    ];
    for (const path of paths) {
      await page.goto(path);
      await mustBeAccessible(page);
    }
    await page.goto(reservationPath(ada));
    await page.getByRole('button', { name: 'Show the PINs' }).click();
    await page.locator('.pin').waitFor();
    await mustBeAccessible(page);
  });
});

test('who chooses German gets the pages in German, and axe finds nothing wrong with them', async () => {
  await withPage({}, async (page) => {
    await signIn(page);
    await page.getByRole('link', { name: 'Deutsch' }).click();
    await page.getByRole('heading', { name: 'Anreisen' }).waitFor();
    await mustBeAccessible(page);
    await page.goto(reservationPath(cleo));
    await page.getByRole('heading', { name: 'Verlauf' }).waitFor();
    await mustBeAccessible(page);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
  });
});

interface AxeWindow {
  axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
}

const mustBeAccessible = async (page: Page) => {
  await page.evaluate(axe.source);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      // Nothing but the colours is another in the dark.
      const options = colorScheme === 'dark' ? { runOnly: ['color-contrast'] } : {};
      const violations = await page.evaluate(async (rules) => {
        const found = await (globalThis as unknown as AxeWindow).axe.run(rules);
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
      }, options);
      const where = `${page.url()} ${colorScheme} ${width}`;
      expect([where, violations, await cutOff(page)]).toEqual([where, [], 0]);
    }
  }
};

/** By how many pixels the page is wider than the window. */
const cutOff = (page: Page): Promise<number> =>
  page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
