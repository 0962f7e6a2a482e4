import type { z } from 'zod';
import type { FoundStay, Meaning } from '../feed-row.ts';
import type { PageMarkers } from '../page-markers.ts';

/** A stay as a PMS has it; its status is still in the words of the PMS. */
export interface PmsStay extends Omit<FoundStay, 'place' | 'meaning'> {
  status: string;
  /** What it is when its status says that it takes place, or where the PMS says so beside the status. */
  kind?: 'owner_stay' | 'block';
}

/** How one PMS writes its reservations. */
export interface Pms {
  /** Where an answer of its API has the list. */
  list: string;
  /** How it says whether there are more pages. */
  pages: PageMarkers;
  /** Every status it is known to write. Others are reported. */
  statuses: Record<string, Meaning>;
  /** One object to its stays: several where it lets several units that may each go their own way. */
  stays: z.ZodType<PmsStay[]>;
}
