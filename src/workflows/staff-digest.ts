import {
  condition,
  defineSignal,
  proxyActivities,
  setHandler,
  sleep,
  workflowInfo,
} from '@temporalio/workflow';
import type { Activities } from '../activities/index.ts';
import type { StaffDigest, StaffNotice } from '../domain/outgoing.ts';
import { delivering } from './activity-options.ts';

export const staffNoticesSignal = defineSignal<[StaffNotice[]]>('staffNotices');

const { sendDigest } = proxyActivities<Activities>(delivering);

/** From the first notice of a message to its sending. What is urgent waits only as long as one cause takes to show its size. */
const GATHER_MS = { low: 10 * 60_000, medium: 5 * 60_000, high: 60_000 };

/**
 * Gathers what all reservations raise for staff and sends it as one message, so that 300 doors failing for one cause are
 * not 300 messages. It ends when nothing is left to send; the next notice starts it anew.
 */
export async function staffDigestWorkflow(): Promise<void> {
  const waiting = new Map<string, StaffNotice>();
  const sent = new Set<string>();
  setHandler(
    staffNoticesSignal,
    (notices) => {
      for (const notice of notices) if (!sent.has(notice.id)) waiting.set(notice.id, notice);
    },
    { description: 'Something staff must know or decide.' },
  );
  await condition(() => waiting.size > 0);
  for (let digest = 1; waiting.size > 0; digest += 1) {
    await gatherMore(waiting);
    const notices = [...waiting.values()];
    for (const { id } of notices) {
      waiting.delete(id);
      sent.add(id);
    }
    await throughAllChannels({ id: `${workflowInfo().runId}/${digest}`, notices });
  }
}

// Urgency can only grow while it waits.
async function gatherMore(waiting: Map<string, StaffNotice>): Promise<void> {
  const begun = Date.now();
  const patience = () => Math.min(...[...waiting.values()].map(({ severity }) => GATHER_MS[severity]));
  for (let known = patience(); ; known = patience()) {
    const rest = begun + known - Date.now();
    if (rest <= 0 || !(await condition(() => patience() < known, rest))) return;
  }
}

// Staff are told as long as it takes; a channel that took the message is not used again.
async function throughAllChannels(digest: StaffDigest): Promise<void> {
  let already: string[] = [];
  for (let pauseMs = 5_000; ; pauseMs = Math.min(pauseMs * 2, 30 * 60_000)) {
    const { sent, failed } = await sendDigest(digest, already);
    already = [...already, ...sent];
    if (failed.length === 0) return;
    await sleep(pauseMs);
  }
}
