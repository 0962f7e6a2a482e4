import type { IcalFeed } from '../feed-config.ts';
import type { FoundStay } from '../feed-row.ts';
import type { EventFields } from './event-fields.ts';
import { icalFormats } from './formats.ts';

/** As RFC 5545 has them for events; without one an event takes place. */
const statusesOfEvents = ['CONFIRMED', 'TENTATIVE', 'CANCELLED'];

/** What is wrong with a STATUS; null where nothing is. */
export const statusFault = (status: string): string | null =>
  status === '' || statusesOfEvents.includes(status)
    ? null
    : `STATUS is ${JSON.stringify(status.slice(0, 40))}: expected ${statusesOfEvents.join(', ')} or none`;

/**
 * What an event is. `note` is one that a calendar adds beside the stay itself. Null: nobody can tell. The
 * configuration's own words come first, but nothing makes a stay of a closed night.
 */
export const classifyEvent = (
  { summary, status }: EventFields,
  { format, statuses }: IcalFeed,
  hasCode: boolean,
): FoundStay['meaning'] | 'note' | null => {
  const { summaries, otherwise } = icalFormats[format];
  const known = summaries.find(([start]) => start.test(summary))?.[1];
  if (known === 'closed') return 'closed';
  const own = Object.entries(statuses).find(([start]) =>
    summary.toLowerCase().startsWith(start.toLowerCase()),
  )?.[1];
  // Airbnb once wrote the guest's name here; a code of a reservation tells as much.
  const meaning = own ?? known ?? (hasCode ? 'confirmed' : otherwise);
  if (status === 'CANCELLED' && meaning !== 'note') return 'cancelled';
  return status === 'TENTATIVE' && meaning === 'confirmed' ? 'tentative' : meaning;
};
