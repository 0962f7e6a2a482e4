import type { Client } from '@temporalio/client';
import { decodeFromPayloadsAtIndex } from '@temporalio/common/lib/internal-non-workflow/codec-helpers.js';
import { LIST_MEMO, readListMemo, type ListMemo } from '../domain/list-memo.ts';
import type { Execution } from './run-summary.ts';

export type ReadMemo = { memo: ListMemo } | { memo: null; whyNone: 'none' | 'unreadable' };

/**
 * The memo of a listed run. `none`: it was started before there were memos. `unreadable`: under a key that is not known
 * here, or not of our making. Neither is an error: one such run must not take a list with it.
 */
export const memoOf = async (client: Client, { memo }: Execution): Promise<ReadMemo> => {
  const payload = memo?.fields?.[LIST_MEMO];
  if (!payload) return { memo: null, whyNone: 'none' };
  const value = await decodeFromPayloadsAtIndex(client.options.loadedDataConverter, 0, [payload]).catch(
    () => null,
  );
  const known = readListMemo(value);
  return known ? { memo: known } : { memo: null, whyNone: 'unreadable' };
};
