import { planFigures } from '../domain/plan-figures.ts';
import { planImport } from '../domain/plan-import.ts';
import type { Feed } from '../feeds/feed-config.ts';
import type { FeedReading, FeedRow } from '../feeds/feed-row.ts';
import { readLedger } from '../temporal/feed-ledger.ts';
import { describePlan } from './describe-plan.ts';
import { describeReading } from './describe-reading.ts';
import type { ImportFlags } from './apply-import.ts';
import { exitCodes } from './exit-codes.ts';
import { out, outJson } from './print.ts';
import { withTemporal } from './with-temporal.ts';

/** What was read and, where a Temporal is named, what would come of it. Sends nothing. */
export const dryRunImport = async (
  feed: Feed,
  reading: FeedReading,
  { json, acceptMissing }: ImportFlags,
): Promise<number> => {
  const plan = isTemporalNamed(process.env)
    ? await withTemporal(async (client) =>
        planImport(reading, await readLedger(client, feed.id), {
          absence: feed.absence,
          nowMs: Date.now(),
          acceptsMissing: acceptMissing ? Infinity : 0,
        }),
      )
    : null;
  if (json) {
    const rows = reading.rows.map(shownRow);
    outJson({ feed: feed.id, ...reading, rows, plan: plan && planFigures(plan) });
  } else {
    const wouldCome = plan
      ? describePlan(plan, 'would be')
      : 'TEMPORAL_ADDRESS is not set: what of it is new or has changed is not known';
    out(`${describeReading(feed, reading)}\n${wouldCome}`);
  }
  return plan?.held ? exitCodes.needsHuman : exitCodes.done;
};

// Without its address every dry run of a bare file would wait for a server that is not there.
const isTemporalNamed = (env: NodeJS.ProcessEnv): boolean =>
  ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'].some((name) => env[name]);

// Neither the guest nor the hash made of the guest too.
const shownRow = ({ source, propertyId, reservationId, ...row }: FeedRow) => ({
  source,
  propertyId,
  reservationId,
  kind: row.kind,
  status: row.status,
  stay: row.stay,
  timeZone: row.timeZone ?? null,
  doorIds: row.doorIds,
  revision: row.revision ?? null,
  place: row.place,
});
