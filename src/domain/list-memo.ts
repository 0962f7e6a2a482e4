import type { Reservation, Stay } from './reservation.ts';

/**
 * What a list shows of a run to people, kept beside the run as Temporal's memo, encrypted like every payload: a list
 * needs to ask no run. What it says holds; what is null is not kept there, and may be known to the run all the same.
 */
export interface ListMemo {
  guestName: string | null;
  /** Lock-local. */
  stay: Stay;
  /** IANA; null until the PMS or a door has named it. */
  timeZone: string | null;
  /** Those the reservation names now. */
  doors: ListedDoor[];
  /** Codes that open a door and are not wanted as they are, also those whose notice was acknowledged. */
  liveCodes: ListedLiveCode[];
}

export interface ListedDoor {
  doorId: string;
  name: string | null;
  /** When the code opens the door, or is to, UTC. */
  opensAt: string | null;
  closesAt: string | null;
  /** Why there is no working code, where people must mend or know it, or Seam can't be reached. */
  trouble: Trouble | null;
}

export interface Trouble {
  kind: 'refused' | 'needs_human' | 'handled_by_hand' | 'seam_unreachable';
  /** One or two sentences; empty where the kind says it all. */
  text: string;
}

export interface ListedLiveCode {
  doorId: string;
  accessCodeId: string;
  /** UTC. */
  startsAt: string | null;
  endsAt: string | null;
}

/** The one entry of a run's memo. Its name stands in clear. */
export const LIST_MEMO = 'list';

/** What is known of a reservation before any door was asked. */
export const memoAtStart = ({ guest, stay, timeZone, doorIds }: Reservation): ListMemo => ({
  guestName: guest.name ?? null,
  stay,
  timeZone: timeZone ?? null,
  doors: [...new Set(doorIds)].map((doorId) => ({
    doorId,
    name: null,
    opensAt: null,
    closesAt: null,
    trouble: null,
  })),
  liveCodes: [],
});

/** Null for what is no memo of ours: others may write what they like there. */
export const readListMemo = (value: unknown): ListMemo | null => {
  const memo = value as Partial<ListMemo> | null | undefined;
  const isOurs =
    typeof memo?.stay?.arrival === 'string' &&
    Array.isArray(memo.doors) &&
    memo.doors.every((door: Partial<ListedDoor> | null) => typeof door?.doorId === 'string') &&
    Array.isArray(memo.liveCodes);
  return isOurs ? (memo as ListMemo) : null;
};
