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

/** All that the server tells of its runs to somebody without keys: lists, descriptions, histories. */
export const allThatIsTold = async ({
  workflowService,
  options: { namespace },
}: Client): Promise<{ text: string; histories: number }> => {
  const list = await workflowService.listWorkflowExecutions({ namespace, pageSize: 100 });
  const told = [allText(list)];
  for (const { execution } of list.executions) {
    const history = await workflowService.getWorkflowExecutionHistory({
      namespace,
      execution: execution ?? null,
    });
    const description = await workflowService.describeWorkflowExecution({
      namespace,
      execution: execution ?? null,
    });
    told.push(allText(history), allText(description));
  }
  return { text: told.join('\n'), histories: list.executions.length };
};
