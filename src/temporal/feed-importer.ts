import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@temporalio/client';
import { unknownHealth, type FeedHealth } from '../domain/feed-health.ts';
import { emptyPage, type LedgerPage } from '../domain/feed-ledger.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import type { Reservation } from '../domain/reservation.ts';
import { cancelMissing } from './cancel-missing.ts';
import { carryOutImport, type FailedStep } from './carry-out-import.ts';
import { changeLedger, readLedger } from './feed-ledger.ts';
import { startReservation } from './start-reservation.ts';

export interface FeedImporter {
  readLedger: (feedId: string) => Promise<LedgerPage[]>;
  /** Sends what the plan asks for; runs that begin are listed by the import's id. */
  carryOut: (
    about: { feedId: string; importRunId: string; onStep: () => void },
    pages: readonly LedgerPage[],
    plan: ImportPlan,
  ) => Promise<FailedStep[]>;
  /** Keeps how the feed is; no message where that is as it was. */
  keepHealth: (feedId: string, health: FeedHealth) => Promise<void>;
}

/** How the runs of reservations are told. Both are safe to repeat. */
export interface Tellings {
  send: (reservation: Reservation, importRunId: string) => Promise<unknown>;
  cancel: (workflowId: string, revision: number) => Promise<unknown>;
}

const tellAtOnce = (client: Client, taskQueue: string): Tellings => ({
  send: (reservation, importRunId) => startReservation(client, taskQueue, reservation, { importRunId }),
  cancel: (workflowId, revision) => cancelMissing(client, workflowId, revision),
});

export const createFeedImporter = (
  client: Client,
  taskQueue: string,
  { send, cancel }: Tellings = tellAtOnce(client, taskQueue),
): FeedImporter => ({
  readLedger: (feedId) => readLedger(client, feedId),
  carryOut: ({ feedId, importRunId, onStep }, pages, plan) =>
    carryOutImport(
      {
        client,
        taskQueue,
        feedId,
        send: (reservation) => send(reservation, importRunId),
        cancel,
        onStep,
      },
      pages,
      plan,
    ),
  keepHealth: async (feedId, health) => {
    const [page = emptyPage()] = await readLedger(client, feedId);
    if (isDeepStrictEqual(page.health ?? unknownHealth, health)) return;
    await changeLedger(client, taskQueue, { feedId, number: 0, page }, { health });
  },
});
