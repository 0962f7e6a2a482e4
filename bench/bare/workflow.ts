import {
  condition,
  defineSignal,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  upsertSearchAttributes,
} from '@temporalio/workflow';
import type { createCode, findDoor, makeCode, tell } from './make-code.ts';

/** What a reservation's run waits for, and nothing else: one activity, one signal, one timer. */
export interface BareStay {
  reservationId: string;
  doorId: string;
  /** UTC, ISO 8601. */
  startsAt: string;
  endsAt: string;
}

export const bookedSignal = defineSignal('booked');

interface Activities {
  makeCode: typeof makeCode;
  findDoor: typeof findDoor;
  createCode: typeof createCode;
  tell: typeof tell;
}
const activities = proxyActivities<Activities>({ startToCloseTimeout: '1 minute' });
const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '2 seconds' });

export async function bareWorkflow(stay: BareStay): Promise<void> {
  let isBooked = false;
  setHandler(bookedSignal, () => {
    isBooked = true;
  });
  await activities.makeCode(stay);
  await condition(() => isBooked);
  await condition(() => false, Date.parse(stay.endsAt) - Date.now());
}

/** The same in Staykey's steps: a look at the door first, the code, what lists show, the message; still with no rules. */
export async function steppedWorkflow(stay: BareStay): Promise<void> {
  let isBooked = false;
  setHandler(bookedSignal, () => {
    isBooked = true;
  });
  await local.findDoor(stay);
  await activities.createCode(stay);
  upsertSearchAttributes({ AccessStatus: ['ready'] });
  await condition(() => isBooked);
  await activities.tell(stay);
  await condition(() => false, Date.parse(stay.endsAt) - Date.now());
}
