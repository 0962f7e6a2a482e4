import { condition, defineSignal, proxyActivities, setHandler } from '@temporalio/workflow';
import type { makeCode } from './make-code.ts';

/** What a reservation's run waits for, and nothing else: one activity, one signal, one timer. */
export interface BareStay {
  reservationId: string;
  doorId: string;
  /** UTC, ISO 8601. */
  startsAt: string;
  endsAt: string;
}

export const bookedSignal = defineSignal('booked');

const activities = proxyActivities<{ makeCode: typeof makeCode }>({
  startToCloseTimeout: '1 minute',
});

export async function bareWorkflow(stay: BareStay): Promise<void> {
  let isBooked = false;
  setHandler(bookedSignal, () => {
    isBooked = true;
  });
  await activities.makeCode(stay);
  await condition(() => isBooked);
  await condition(() => false, Date.parse(stay.endsAt) - Date.now());
}
