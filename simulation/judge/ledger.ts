/** What the judge knows. Instants are epoch milliseconds. */

export interface JudgedCode {
  id: string;
  doorId: string;
  madeAt: number;
  startsAt: number;
  /** Infinity where Seam names no end. */
  endsAt: number;
  goneAt: number | null;
  /** Each PIN it has had, the last one first. */
  pins: { pin: string; since: number }[];
  /** When Staykey was sent word that it is gone: a word that is lost reaches nobody. */
  goneHeardAt: number | null;
  /** Since when Seam calls it set: it opens the door. */
  setAt: number | null;
  /** Since when Staykey has had word of an error of it. */
  brokenSince: number | null;
}

/** What the PMS said, once Staykey has taken it. */
export interface JudgedStay {
  revision: number;
  isConfirmed: boolean;
  doorIds: string[];
  arrivalAt: number;
  departureAt: number;
  sentAt: number;
  /** Null while nobody has answered. */
  takenAt: number | null;
  /** It was sent again: which of the two was there first nobody can say. */
  isRepeated: boolean;
}

interface Told {
  at: number;
  arrivalAt: number;
  departureAt: number;
  doors: { doorId: string; pin: string | null }[];
}

export interface JudgedNotice {
  at: number;
  id: string;
  kind: string;
  severity: 'low' | 'medium' | 'high';
  cause: string;
  text: string;
  doorId: string | null;
}

export interface JudgedDoor {
  doorId: string;
  state: string;
  codeId: string | null;
  /** An earlier one that serves until that is ready. */
  standInId: string | null;
  liveCodes: { codeId: string; noticeId: string; cause: string; closed: string | null; overlaps: string[] }[];
}

export interface JudgedState {
  revision: number;
  /** The codes that operators find the run by. */
  listedCodes: string[];
  doors: JudgedDoor[];
}

interface Neighbour {
  reservationId: string;
  doorId: string;
  arrivalAt: number;
  departureAt: number;
  bookedAt: number;
  cancelledAt: number | null;
}

export type LeverName = 'reissue' | 'markHandled' | 'acknowledge' | 'hold' | 'release' | 'retry' | 'resend';

interface PulledLever {
  at: number;
  lever: LeverName;
  doorId: string | null;
  /** Of an acknowledgement. */
  codeId?: string;
  option?: string;
  /** What whoever asked for another code was told of it. */
  says?: string;
  /** Of a door that somebody handles; empty takes it back. */
  note?: string;
  /** Nobody answered in time: it may have been done or not. */
  isUncertain: boolean;
}

export interface Span {
  from: number;
  to: number;
}

/** Everything that happened, as far as it can be seen from outside. */
export interface Ledger {
  codes: JudgedCode[];
  stays: JudgedStay[];
  told: Told[];
  notices: JudgedNotice[];
  levers: PulledLever[];
  neighbours: Neighbour[];
  /** Doors of which Seam ceased to name the zone. */
  zonesLost: { at: number; doorId: string }[];
  /** Times without a worker, and without Seam. */
  workerGone: Span[];
  outages: Span[];
  /** When a request for a code went wrong: it may have made one all the same. */
  lostAnswers: { at: number }[];
  closings: { at: number; how: string }[];
  /** What is a failure by itself, whatever else is true. */
  mishaps: { at: number; rule: string; text: string }[];
  answers: { at: number; sentAt: number; revision: number; outcome: string }[];
  /** When somebody asked for the run to be cancelled in the Temporal UI. */
  cancelledFromUi: number | null;
}

export const emptyLedger = (): Ledger => ({
  codes: [],
  stays: [],
  told: [],
  notices: [],
  levers: [],
  neighbours: [],
  zonesLost: [],
  workerGone: [],
  outages: [],
  lostAnswers: [],
  closings: [],
  mishaps: [],
  answers: [],
  cancelledFromUi: null,
});

export interface Violation {
  rule: string;
  at: number;
  text: string;
}
