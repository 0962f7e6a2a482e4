import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { reservationPath } from '../../src/desk/paths.ts';

interface DeskAt {
  /** Path of a Chromium. */
  chromium: string;
  url: string;
  token: string;
  folder: string;
}

const sizes = { desktop: { width: 1100, height: 800 }, phone: { width: 360, height: 760 } };
const sample = (propertyId: string, reservationId: string) =>
  reservationPath({ source: 'example-pms', propertyId, reservationId });

/** Every page of docs/front-desk.md, by the name of its picture. */
const pages: Record<string, { path: string; there: string; button?: string }> = {
  arrivals: { path: '/desk', there: 'Needs somebody' },
  reservation: { path: sample('beach-house', 'BH-1002'), there: 'What happened' },
  // Another code is asked for once more before it is made.
  reissue: {
    path: `${sample('beach-house', 'BH-1001')}/reissue?door=00000000-0000-4000-8000-000000000001`,
    there: 'Make another code?',
  },
  // The answer to a form: no address leads there. Of a reservation made up for the simulator.
  pins: { path: sample('beach-house', 'BH-1001'), there: 'PINs', button: 'Show the PINs' },
  doors: { path: '/desk/doors', there: 'Doors' },
  door: { path: '/desk/doors/00000000-0000-4000-8000-000000000001', there: 'Who can open it' },
  imports: { path: '/desk/imports', there: 'Held:' },
  error: { path: sample('beach-house', 'none'), there: 'Nobody knows this reservation' },
};

/** Each at desktop and phone width, as a PNG in the folder; answers with their paths. */
export const takeDeskPictures = async ({
  chromium: executablePath,
  url,
  token,
  folder,
}: DeskAt): Promise<string[]> => {
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const files: string[] = [];
    for (const [size, viewport] of Object.entries(sizes)) {
      const page = await browser.newPage({
        baseURL: url,
        viewport,
        deviceScaleFactor: size === 'phone' ? 1.5 : 1,
      });
      const take = async (name: string) => {
        const path = join(folder, `desk-${name}-${size}.png`);
        await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
        files.push(path);
      };
      await page.goto('/desk/sign-in');
      await take('sign-in');
      await signIn(page, token);
      for (const [name, { path, there, button }] of Object.entries(pages)) {
        await page.goto(path);
        if (button !== undefined) await page.getByRole('button', { name: button }).click();
        await page
          .getByRole('heading', { name: there, ...(button === undefined ? {} : { level: 1 }) })
          .first()
          .waitFor();
        await take(name);
      }
      await page.close();
    }
    return files;
  } finally {
    await browser.close();
  }
};

const signIn = async (page: Page, token: string): Promise<void> => {
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Arrivals' }).waitFor();
};
