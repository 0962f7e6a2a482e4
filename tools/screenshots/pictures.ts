import type { Page } from 'playwright-core';
import type { SampleRuns } from './sample-runs.ts';

interface Picture {
  name: string;
  /** Of the page's content, pixels. */
  width: number;
  height: number;
  /** Left out above, pixels. */
  top?: number;
  /** Brings the page to where it is worth a picture. */
  show: (page: Page, runsUrl: string, runs: SampleRuns) => Promise<void>;
}

/** What docs/operators.md shows of the Temporal UI. */
export const pictures: Picture[] = [
  {
    name: 'runs',
    width: 1550,
    height: 660,
    show: async (page, runsUrl) => {
      await page.goto(runsUrl);
      await page.getByText('Reservations', { exact: true }).click();
      await page.getByText('live_code').waitFor();
    },
  },
  {
    name: 'needs-human',
    width: 1330,
    height: 560,
    show: async (page, runsUrl, { needsHuman }) => {
      await openTab(page, runsUrl, needsHuman, 'user-metadata');
      await currentDetails(page).getByText('Needs a human').waitFor();
    },
  },
  {
    name: 'live-code',
    width: 1330,
    height: 520,
    top: 230,
    show: async (page, runsUrl, { cancelled }) => {
      await openTab(page, runsUrl, cancelled, 'user-metadata');
      await currentDetails(page).getByText('Live code').waitFor();
    },
  },
  {
    name: 'history',
    width: 1400,
    height: 420,
    top: 625,
    show: async (page, runsUrl, { cancelled }) => {
      await openTab(page, runsUrl, cancelled, 'history');
      await page.getByText('Assess live code').first().waitFor();
    },
  },
  {
    name: 'updates',
    width: 1330,
    height: 620,
    show: async (page, runsUrl, { cancelled }) => {
      await openUpdates(page, runsUrl, cancelled);
      await page.getByRole('option', { name: /acknowledge/ }).waitFor();
    },
  },
  {
    name: 'acknowledge',
    width: 1330,
    height: 620,
    show: async (page, runsUrl, { cancelled, noticeId }) => {
      await openUpdates(page, runsUrl, cancelled);
      await page.getByRole('option', { name: /acknowledge/ }).click();
      await page.locator('dialog[open] .cm-content').click();
      await page.keyboard.insertText(
        JSON.stringify({ noticeId, option: 'let_expire', by: 'front desk' }, null, 2),
      );
    },
  },
];

const openTab = async (page: Page, runsUrl: string, workflowId: string, tab: string): Promise<void> => {
  await page.goto(`${runsUrl}/${encodeURIComponent(workflowId)}`);
  await page.getByTestId(`${tab}-tab`).click();
};

const openUpdates = async (page: Page, runsUrl: string, workflowId: string): Promise<void> => {
  await openTab(page, runsUrl, workflowId, 'user-metadata');
  await page.getByRole('button', { name: 'More Actions' }).click();
  await page.getByRole('menuitem', { name: 'Send an Update' }).click();
  await page.getByRole('button', { name: 'Select an Update' }).click();
};

// The UI renders a run's own Markdown apart from its page.
const currentDetails = (page: Page) => page.frameLocator('iframe >> nth=1');
