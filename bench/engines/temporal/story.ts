import {
  condition,
  defineSignal,
  proxyActivities,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { Steps } from '../shared/steps.ts';
import {
  calledOffNotice,
  dueNotices,
  nextTurn,
  orphanNotice,
  tries,
  type Booking,
  type Code,
  type Notice,
} from '../shared/rules.ts';
import { accessStatus, arrivalAt } from './search-attributes.ts';

export const changeStay = defineSignal<[Booking]>('changeStay');
export const cancelStay = defineSignal('cancelStay');
export const seamEvent = defineSignal('seamEvent');

const retry = { initialInterval: tries.firstPauseMs, backoffCoefficient: tries.factor };
const steps = proxyActivities<Steps>({ startToCloseTimeout: '6s', retry });
const { makeCode, isSet } = proxyActivities<Steps>({
  startToCloseTimeout: '6s',
  retry: { ...retry, maximumAttempts: tries.most },
});

export async function stay(first: Booking): Promise<void> {
  let booking = first;
  let isCancelled = false;
  let heard = 0;
  setHandler(changeStay, (next) => {
    if (next.revision > booking.revision) booking = next;
    heard += 1;
  });
  setHandler(cancelStay, () => {
    isCancelled = true;
    heard += 1;
  });
  setHandler(seamEvent, () => void (heard += 1));

  const told = new Set<string>();
  const tellOnce = async (notice: Notice) => {
    if (told.has(notice.key)) return;
    await steps.tell(notice);
    told.add(notice.key);
  };
  let code: Code | null = null;
  let served = 0;
  let shown = first.revision;

  for (;;) {
    const seen = heard;
    const current = booking;
    if (isCancelled) {
      for (const { revision } of await steps.findCodes(current))
        await tellOnce(orphanNotice(current.id, revision));
      return steps.tell(calledOffNotice(current.id));
    }
    if (served !== current.revision) {
      if (shown !== current.revision) show('no code', current);
      shown = current.revision;
      for (const notice of dueNotices(current, Date.now())) await tellOnce(notice);
      if (code?.revision === current.revision) {
        code.isSet = await isSet(code.id).catch(() => false);
      } else {
        // Null: Seam gave no answer for seconds. Look around, and try again later.
        const made = await makeCode(current).catch(() => null);
        code = made?.code ?? null;
        for (const { revision } of made?.others ?? []) await tellOnce(orphanNotice(current.id, revision));
      }
      if (code?.isSet) {
        await steps.tellPin(current, code.id);
        served = current.revision;
        show('ready', current);
      }
    }
    const now = Date.now();
    if (now >= booking.departsAt) return;
    await condition(() => heard > seen, nextTurn(current, served === current.revision, now) - now);
  }
}

const show = (status: string, { arrivesAt }: Booking) =>
  upsertSearchAttributes([
    { key: accessStatus, value: status },
    { key: arrivalAt, value: new Date(arrivesAt) },
  ]);
