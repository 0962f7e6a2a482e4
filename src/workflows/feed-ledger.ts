import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineUpdate,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { changePage, type LedgerChange, type LedgerPage } from '../domain/feed-ledger.ts';

export const ledgerPageQuery = defineQuery<LedgerPage>('ledgerPage');
export const changeLedgerUpdate = defineUpdate<void, [LedgerChange]>('changeLedger');

/** What a change is refused with that was not worked out from the page as it is. */
const LEDGER_MOVED_ON = 'LedgerMovedOn';

/** A page that is longer goes on as a new run, with its entries. Events. */
const LONGEST_HISTORY = 2_000;

/**
 * A page of what was last seen of a feed. It never ends and does nothing by itself: an import reads it by query, which
 * costs no event, and changes it by one update before and one after what it sends.
 */
export async function feedLedgerWorkflow(page: LedgerPage): Promise<void> {
  setHandler(ledgerPageQuery, () => page, {
    description: 'What was last made of each reservation. Holds nothing of the guests.',
  });
  setHandler(
    changeLedgerUpdate,
    (change) => {
      page = changePage(page, change);
      describe(page);
    },
    {
      description: 'From an import: what it is about to send, or has sent.',
      validator: (change: LedgerChange) => mustBeOfThisVersion(page, change),
    },
  );
  describe(page);
  await condition(isLong);
  await condition(allHandlersFinished);
  await continueAsNew<typeof feedLedgerWorkflow>(page);
}

const isLong = (): boolean =>
  workflowInfo().continueAsNewSuggested || workflowInfo().historyLength > LONGEST_HISTORY;

const mustBeOfThisVersion = (page: LedgerPage, { version }: LedgerChange): void => {
  if (version === page.version) return;
  throw ApplicationFailure.nonRetryable(
    `Worked out from version ${version}, and it is ${page.version} by now: another import of this feed is under way`,
    LEDGER_MOVED_ON,
  );
};

const describe = ({ entries }: LedgerPage): void => {
  const all = Object.values(entries);
  const unsent = all.filter(({ isUnsent }) => isUnsent).length;
  setCurrentDetails(
    `Remembers ${all.length} reservations of the feed.${unsent > 0 ? ` The next import sends ${unsent} of them again.` : ''}`,
  );
};
