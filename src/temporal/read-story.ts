import type { Client } from '@temporalio/client';
import { happeningsOf, type Happening, type HistoryEvent } from './happenings.ts';
import { grpcCode } from './no-answer.ts';

export interface Story {
  /** Newest first. */
  happenings: Happening[];
  /** Whether something came before: `older` is had by asking for more, `gone` is kept no longer. */
  before: 'nothing' | 'older' | 'gone';
}

const EVENTS_A_PAGE = 300;
// Of gRPC.
const NOT_FOUND = 5;

/** The last of what happened to a run, from its history and those of the parts it goes on from, so many pages of events. */
export const readStory = async (client: Client, workflowId: string, pages: number): Promise<Story> => {
  // Event ids count anew in each part of a run.
  const parts: HistoryEvent[][] = [[]];
  let runId = '';
  let nextPageToken = new Uint8Array();
  let before: Story['before'] = 'older';
  for (let page = 0; page < pages && before === 'older'; page += 1) {
    const read = await readPage(client, { workflowId, runId }, nextPageToken);
    if (read === null) {
      before = 'gone';
      break;
    }
    parts.at(-1)?.push(...read.events);
    nextPageToken = new Uint8Array(read.nextPageToken);
    if (nextPageToken.length > 0) continue;
    runId = read.events.at(-1)?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId ?? '';
    if (runId) parts.push([]);
    else before = 'nothing';
  }
  const told = await Promise.all(parts.map((events) => happeningsOf(client, events)));
  return { happenings: told.flat(), before };
};

/** Null where the history of an earlier part is no longer kept. */
const readPage = async (
  client: Client,
  execution: { workflowId: string; runId: string },
  nextPageToken: Uint8Array,
) => {
  try {
    const answer = await client.workflowService.getWorkflowExecutionHistoryReverse({
      namespace: client.options.namespace,
      execution,
      maximumPageSize: EVENTS_A_PAGE,
      nextPageToken,
    });
    return { events: answer.history?.events ?? [], nextPageToken: answer.nextPageToken };
  } catch (error) {
    if (execution.runId !== '' && grpcCode(error) === NOT_FOUND) return null;
    throw error;
  }
};
