import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';

/** Every string and every byte anywhere in a value, as text in which a secret could be found. */
export const allText = (value: unknown): string => {
  if (typeof value === 'string') return `${value}\n`;
  if (value instanceof Uint8Array) return `${Buffer.from(value).toString('utf8')}\n`;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([name, part]) => `${name} ${allText(part)}`)
    .join('');
};

/** All that the server tells of its runs to somebody without keys: histories, descriptions, lists. */
export const allThatIsTold = async (client: Client): Promise<{ text: string; histories: number }> => {
  const told: string[] = [];
  let histories = 0;
  for await (const { workflowId, runId, raw } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    const history = await handle.fetchHistory();
    histories += 1;
    told.push(allText(raw), allText((await handle.describe()).raw), allText(history), historyToJSON(history));
  }
  return { text: told.join('\n'), histories };
};
