import { DBOS } from '@dbos-inc/dbos-sdk';
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
import { createSteps } from '../shared/steps.ts';
import type { Message } from './message.ts';

const steps = createSteps();
const some = {
  retriesAllowed: true,
  maxAttempts: tries.most,
  intervalSeconds: tries.firstPauseMs / 1000,
  backoffRate: tries.factor,
};
// A step has no retry without end: an hour of trying, then the story fails and has to be resumed by hand.
const many = { ...some, backoffRate: 1, maxAttempts: 7_200 };

const stay = async (first: Booking): Promise<void> => {
  let booking = first;
  const told = new Set<string>();
  const tellOnce = async (notice: Notice) => {
    if (told.has(notice.key)) return;
    await DBOS.runStep(() => steps.tell(notice), { name: 'tell', ...many });
    told.add(notice.key);
  };
  let code: Code | null = null;
  let served = 0;
  await show('no code', booking);

  for (;;) {
    if (served !== booking.revision) {
      for (const notice of dueNotices(booking, await DBOS.now())) await tellOnce(notice);
      const current = booking;
      if (code?.revision === current.revision) {
        const { id } = code;
        code.isSet = await DBOS.runStep(() => steps.isSet(id), { name: 'isSet', ...some }).catch(() => false);
      } else {
        // Null: Seam gave no answer for seconds. Look around, and try again later.
        const made = await DBOS.runStep(() => steps.makeCode(current), { name: 'makeCode', ...some }).catch(
          () => null,
        );
        code = made?.code ?? null;
        for (const { revision } of made?.others ?? []) await tellOnce(orphanNotice(current.id, revision));
      }
      if (code?.isSet) {
        const { id } = code;
        await DBOS.runStep(() => steps.tellPin(current, id), { name: 'tellPin', ...many });
        served = current.revision;
        await show('ready', current);
      }
    }
    const now = await DBOS.now();
    if (now >= booking.departsAt) return show('over', booking);
    const pauseMs = nextTurn(booking, served === booking.revision, now) - now;
    const message = await DBOS.recv<Message>(undefined, { timeoutSeconds: pauseMs / 1000 });
    if (message?.kind === 'cancel') return callOff(booking, tellOnce);
    if (message?.kind === 'change' && message.booking.revision > booking.revision) {
      booking = message.booking;
      await show('no code', booking);
    }
  }
};

const callOff = async (booking: Booking, tellOnce: (notice: Notice) => Promise<void>) => {
  const codes = await DBOS.runStep(() => steps.findCodes(booking), { name: 'findCodes', ...many });
  for (const { revision } of codes) await tellOnce(orphanNotice(booking.id, revision));
  await tellOnce(calledOffNotice(booking.id));
  await show('over', booking);
};

// What operators ask by: the newest value is kept in a table of its own.
const show = (status: string, { arrivesAt }: Booking) => DBOS.setEvent('shown', { status, arrivesAt });

/** Registers the workflow; to be called before DBOS is launched. */
export const registerStory = () => DBOS.registerWorkflow(stay, { name: 'stay' });
