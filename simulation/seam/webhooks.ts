import type { SeamEvent } from '../../simulator/wire.ts';
import type { Agenda } from '../agenda.ts';
import type { Chance } from '../chance.ts';

export interface WebhookManners {
  lost: number;
  twice: number;
  /** The slowest; most take a fraction of it. */
  mostDelayMs: number;
}

interface Post {
  agenda: Agenda;
  chance: Chance;
  manners: WebhookManners;
  deliver: (event: SeamEvent) => void;
}

/** Seam's events on their way: some are lost, some come twice or late, and some before the answer they speak of. */
export const sendEvent = ({ agenda, chance, manners, deliver }: Post, event: SeamEvent): void => {
  if (event.access_code_id === undefined || chance.isHit(manners.lost)) return;
  const times = chance.isHit(manners.twice) ? 2 : 1;
  for (let time = 0; time < times; time += 1) {
    const delayMs = Math.floor(manners.mostDelayMs * chance.next() ** 4);
    agenda.after(delayMs, () => deliver(event));
  }
};
