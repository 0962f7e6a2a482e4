import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { pictures } from './pictures.ts';
import type { SampleRuns } from './sample-runs.ts';

interface Where {
  /** Path of a Chromium. */
  chromium: string;
  uiUrl: string;
  namespace: string;
  folder: string;
}

/** Each as a PNG in the folder; answers with their paths. */
export const takePictures = async (
  { chromium: executablePath, uiUrl, namespace, folder }: Where,
  runs: SampleRuns,
): Promise<string[]> => {
  // Chromium's sandbox does not work for root, as in a container; only our own pages are opened.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const context = await browser.newContext({ timezoneId: 'UTC' });
    await context.addInitScript(keepSettings, uiSettings(namespace));
    const page = await context.newPage();
    const files: string[] = [];
    for (const { name, width, height, top = 0, show } of pictures) {
      await page.setViewportSize({ width: width + SIDEBAR, height: TOPBAR + top + height });
      await show(page, `${uiUrl}/namespaces/${namespace}/workflows`, runs);
      const clip = { x: SIDEBAR, y: TOPBAR + top, width, height };
      const path = join(folder, `${name}.png`);
      await page.screenshot({ path, clip, animations: 'disabled', caret: 'hide' });
      files.push(path);
    }
    return files;
  } finally {
    await browser.close();
  }
};

// Of the UI with its navigation closed, pixels; the same on every page and worth no space.
const SIDEBAR = 49;
const TOPBAR = 49;

/** What the UI keeps in the browser; docs/operators.md tells how to set columns and views by hand. */
const uiSettings = (namespace: string): Record<string, unknown> => ({
  navOpen: false,
  eventView: 'compact',
  'namespace-workflow-table-columns': {
    [namespace]: ['Workflow ID', 'AccessStatus', 'Attention', 'ArrivalAt'].map((label) => ({ label })),
  },
  'saved-workflow-queries': {
    [namespace]: Object.entries(views).map(([name, query]) => ({ id: name, name, query, type: 'user' })),
  },
});

const views = {
  Reservations: "`WorkflowType`='reservationWorkflow'",
  'Waits for a human':
    "ExecutionStatus = 'Running' AND (AccessStatus = 'needs_attention' OR Attention = 'live_code')",
  'Live codes': "ExecutionStatus = 'Running' AND Attention = 'live_code'",
};

// Runs in the page.
const keepSettings = (settings: Record<string, unknown>): void => {
  for (const [name, value] of Object.entries(settings)) localStorage.setItem(name, JSON.stringify(value));
};
