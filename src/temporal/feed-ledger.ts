import {
  WithStartWorkflowOperation,
  WorkflowIdConflictPolicy,
  WorkflowNotFoundError,
  type Client,
} from '@temporalio/client';
import { changePage, emptyPage, type LedgerChange, type LedgerPage } from '../domain/feed-ledger.ts';
import { feedLedgerWorkflowId } from '../domain/ids.ts';
import { changeLedgerUpdate, ledgerPageQuery, type feedLedgerWorkflow } from '../workflows/feed-ledger.ts';

const ANSWER_WITHIN_MS = 20_000;

// Together: a feed of one page takes no longer for it, and one of many far less.
const ASKED_AT_ONCE = 8;
// So many pages may be lost in a row, and none behind them is hidden.
const LONGEST_GAP = 4;

/**
 * All pages of what was last seen of a feed; none where it was never imported. One that is lost, as its run was
 * deleted, is empty.
 */
export const readLedger = async (client: Client, feedId: string): Promise<LedgerPage[]> => {
  const found: (LedgerPage | null)[] = [];
  let length = 0;
  while (found.length - length <= LONGEST_GAP) {
    const numbers = Array.from({ length: ASKED_AT_ONCE }, (_, index) => found.length + index);
    found.push(...(await Promise.all(numbers.map((number) => readPage(client, feedId, number)))));
    length = found.findLastIndex((page) => page !== null) + 1;
  }
  return found.slice(0, length).map((page) => page ?? emptyPage());
};

/** The page that has the feed's health. */
export const readFirstPage = async (client: Client, feedId: string): Promise<LedgerPage> =>
  (await readPage(client, feedId, 0)) ?? emptyPage();

const readPage = async (client: Client, feedId: string, number: number): Promise<LedgerPage | null> => {
  const run = client.workflow.getHandle(feedLedgerWorkflowId(feedId, number));
  try {
    return await withinTime(client, () => run.query(ledgerPageQuery));
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
