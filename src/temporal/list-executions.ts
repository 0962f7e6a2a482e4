import type { Client } from '@temporalio/client';
import type { Execution } from './run-summary.ts';

/** As many as Temporal's server gives at most, unless it is set up otherwise. */
const PAGE = 1_000;

/**
 * Runs that answer to a list query, page by page, newest first, as the visibility store has them: it lags behind the
 * runs by a moment. Their memos are not decoded: the client's own `list` fails as a whole where one can't be read, such
 * as one under a key that is no longer known.
 */
export async function* listExecutions(
  client: Client,
  query: string,
  pageSize = PAGE,
): AsyncGenerator<Execution[]> {
  let nextPageToken = new Uint8Array();
  do {
    const page = await client.workflowService.listWorkflowExecutions({
      namespace: client.options.namespace,
      query,
      pageSize,
      nextPageToken,
    });
    yield page.executions;
    nextPageToken = new Uint8Array(page.nextPageToken);
  } while (nextPageToken.length > 0);
}
