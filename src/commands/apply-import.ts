import { readImportPace, readTaskQueue } from '../config.ts';
import { planFigures } from '../domain/plan-figures.ts';
import { allowedOf, planImport } from '../domain/plan-import.ts';
import type { Feed } from '../feeds/feed-config.ts';
import type { FeedReading } from '../feeds/feed-row.ts';
import { createFeedImporter } from '../temporal/feed-importer.ts';
import { describePlan } from './describe-plan.ts';
import { exitCodes } from './exit-codes.ts';
import { out, outJson, plain, say } from './print.ts';
import { progressBar } from './progress-bar.ts';
import { withTemporal } from './with-temporal.ts';

export interface ImportFlags {
  json: boolean;
  acceptMissing?: boolean;
}

/** Sends what is new or has changed, and says what came of it. */
export const applyImport = async (
  feed: Feed,
  reading: FeedReading,
  { json, acceptMissing }: ImportFlags,
): Promise<number> => {
  const taskQueue = readTaskQueue(process.env);
  const pace = readImportPace(process.env);
  const { bad, repeats, overlaps } = reading;
  for (const { message } of bad) say(plain(`Bad: ${message}`));
  for (const { message } of overlaps) say(plain(`Overlap: ${message}`));
  for (const message of repeats) say(plain(`Passed over: ${message}`));

  const now = Date.now();
  const importRunId = `${feed.id}/${new Date(now).toISOString()}`;
  const { plan, failed } = await withTemporal(async (client) => {
    const importer = createFeedImporter(client, taskQueue, pace);
    const pages = await importer.readLedger(feed.id);
    const plan = planImport(reading, pages, {
      absence: feed.absence,
      nowMs: now,
      acceptsMissing: acceptMissing ? Infinity : 0,
    });
    const allowed = allowedOf(plan, reading, pages);
    const bar = progressBar(allowed.steps.length);
    const about = { feedId: feed.id, importRunId, onStep: bar.step };
    const failed = await importer.carryOut(about, pages, allowed).finally(bar.done);
    return { plan, failed };
  });

  if (plan.held !== null) {
    if (json)
      outJson({ feed: feed.id, importRunId: null, ...planFigures(plan), failed, bad, repeats, overlaps });
    else
      say(plain(`Held: ${plan.held}. Nothing was done; with --accept-missing what is missing is cancelled.`));
    return exitCodes.needsHuman;
  }
  for (const { workflowId, message } of failed) say(plain(`Not sent: ${workflowId}: ${message}`));
  if (json) outJson({ feed: feed.id, importRunId, ...planFigures(plan), failed, bad, repeats, overlaps });
  else out(`${describePlan(plan, 'were')}${failed.length > 0 ? `; ${failed.length} of them not yet` : ''}`);
  return failed.length > 0 ? exitCodes.fault : exitCodes.done;
};
