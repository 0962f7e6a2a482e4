import {
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { changePage, type LedgerChange, type LedgerPage } from '../domain/feed-ledger.ts';
import { feedLedgerWorkflowId } from '../domain/ids.ts';
import { changeLedgerUpdate, ledgerPageQuery, type feedLedgerWorkflow } from '../workflows/feed-ledger.ts';

const ANSWER_WITHIN_MS = 20_000;

/** All pages of what was last seen of a feed; none where it was never imported. */
export const readLedger = async (client: Client, feedId: string): Promise<LedgerPage[]> => {
  const pages: LedgerPage[] = [];
  for (;;) {
    const page = await readPage(client, feedLedgerWorkflowId(feedId, pages.length));
    if (page === null) return pages;
    pages.push(page);
  }
};

const readPage = async (client: Client, workflowId: string): Promise<LedgerPage | null> => {
  try {
    return await withinTime(client, () => client.workflow.getHandle(workflowId).query(ledgerPageQuery));
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
};

/**
 * Changes a page as it was read, and returns it as it is then. A page that is not there, or was terminated since, begins
 * with what was read.
 * @throws {WorkflowUpdateFailedError} where another import has changed it since
 */
export const changeLedger = async (
  client: Client,
  taskQueue: string,
  { feedId, number, page }: { feedId: string; number: number; page: LedgerPage },
  parts: Partial<Omit<LedgerChange, 'version'>>,
): Promise<LedgerPage> => {
  const change = { version: page.version, put: {}, sent: [], forget: [], ...parts };
  const workflowId = feedLedgerWorkflowId(feedId, number);
  const run = client.workflow.getHandle(workflowId);
  await withinTime(client, () => run.executeUpdate(changeLedgerUpdate, { args: [change] })).catch(
    async (error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      await withinTime(client, () =>
        client.workflow.executeUpdateWithStart(changeLedgerUpdate, {
          args: [change],
          startWorkflowOperation: new WithStartWorkflowOperation<typeof feedLedgerWorkflow>(
            'feedLedgerWorkflow',
            {
              workflowId,
              taskQueue,
              args: [page],
              workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
              staticSummary: `What was last seen of the feed ${feedId}`,
            },
          ),
        }),
      );
    },
  );
  return changePage(page, change);
};

const withinTime = <T>(client: Client, ask: () => Promise<T>): Promise<T> =>
  client.withDeadline(Date.now() + ANSWER_WITHIN_MS, ask);
