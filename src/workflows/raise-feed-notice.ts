import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import type { Feed } from '../feeds/feed-config.ts';
import { raising } from './activity-options.ts';

const { raiseNotices } = proxyActivities<Activities>(raising);

const options = {
  feed_failing: [
    'See what the feed answers, and mend its address or its login.',
    'Import an export of the platform meanwhile.',
  ],
  feed_held: [
    'See on the platform whether the stays are there. If so, reject: the feed is wrong.',
    'If they are really cancelled, approve.',
  ],
};

/** Tells staff of trouble with a feed; `id` makes it one notice over retries. */
export const raiseFeedNotice = async (
  feed: Feed,
  id: string,
  cause: keyof typeof options,
  text: string,
): Promise<void> => {
  const notice: StaffNotice = {
    id: `feed/${feed.id}/${id}`,
    kind: 'feed',
    severity: 'medium',
    cause,
    key: null,
    workflowId: workflowInfo().workflowId,
    doorId: null,
    feedId: feed.id,
    text,
    options: options[cause],
  };
  await raiseNotices.executeWithOptions({ summary: `Raise ${cause} for staff` }, [[notice]]);
};
