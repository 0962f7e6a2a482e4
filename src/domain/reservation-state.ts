import type { AccessCode } from './access-code.ts';
import type { LiveCode } from './live-code.ts';
import type { Plan } from './plan.ts';
import type { Notice, Problem } from './problem.ts';
import type { ReservationKey, Stay } from './reservation.ts';

/**
 * Where one door of a reservation stands.
 * - `validating`: being held against the door as Seam describes it now.
 * - `refused`: no code can be made as things are; waits for a change, a retry or a cancellation.
 * - `needs_human`: Seam can't go on until somebody mends the account, the key or the door.
 * - `not_yet_due`: all is well, and it is too early to make a code nobody can delete.
 * - `creating`, `waiting_until_ready`, `ready`: the code's way onto the door.
 * - `on_hold`: an operator wants no code made for now. `handled_by_hand`: somebody sees to it without Staykey.
 * - `cancelled`, `completed`: over.
 */
export type DoorState =
  | 'validating'
  | 'refused'
  | 'needs_human'
  | 'not_yet_due'
  | 'creating'
  | 'waiting_until_ready'
  | 'ready'
  | 'on_hold'
  | 'handled_by_hand'
  | 'cancelled'
  | 'completed';

/** The states in which a door waits for time or people, not for Staykey or Seam. */
export const settledDoorStates: ReadonlySet<DoorState> = new Set([
  'refused',
  'needs_human',
  'not_yet_due',
  'ready',
  'on_hold',
  'handled_by_hand',
  'cancelled',
  'completed',
]);

/** The state of a whole reservation is that of its worst door. */
export type AccessStatus =
  'needs_attention' | 'in_progress' | 'planned' | 'ready' | 'cancelled' | 'completed';

export interface DoorReport {
  doorId: string;
  state: DoorState;
  /** What it waits for, in one sentence. */
  why: string;
  problems: Problem[];
  notices: Notice[];
  plan: Plan | null;
  /** The code that serves the stay. */
  code: AccessCode | null;
  /** An earlier code that serves until that one is ready, or for the part of the stay it covers. */
  standIn: AccessCode | null;
  /** Codes this run made that open the door and are not wanted as they are. */
  orphanedCodes: LiveCode[];
  /** The code the guest was told of last; null before. */
  delivered: { accessCodeId: string; at: string } | null;
  /** Who sees to the door without Staykey, and how; null where nobody does. */
  handledNote: string | null;
  /** Why the guest was not told of the code that is ready; null where nothing is in the way. */
  undelivered: { how: 'unreachable' | 'failing' | 'refused'; by: string[] } | null;
  /** When Seam is asked again, UTC; only while it gives no answer. */
  askedAgainAt?: string | undefined;
}

/** What a run says about itself: never a PIN, a guest's name or an address. */
export interface ReservationState extends ReservationKey {
  revision: number;
  stay: Stay;
  status: AccessStatus;
  doors: DoorReport[];
}

const statusOfDoor: Record<DoorState, AccessStatus> = {
  refused: 'needs_attention',
  needs_human: 'needs_attention',
  validating: 'in_progress',
  creating: 'in_progress',
  waiting_until_ready: 'in_progress',
  not_yet_due: 'planned',
  ready: 'ready',
  on_hold: 'needs_attention',
  handled_by_hand: 'ready',
  completed: 'completed',
  cancelled: 'cancelled',
};

const worstFirst: AccessStatus[] = [
  'needs_attention',
  'in_progress',
  'planned',
  'ready',
  'completed',
  'cancelled',
];

export const accessStatus = (doors: readonly { state: DoorState }[]): AccessStatus => {
  const statuses = new Set(doors.map(({ state }) => statusOfDoor[state]));
  return worstFirst.find((status) => statuses.has(status)) ?? 'cancelled';
};
