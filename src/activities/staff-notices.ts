import { sendThrough, type Channel, type Outcome } from './deliver-codes.ts';
import type { StaffDigest, StaffNotice } from '../domain/outgoing.ts';

export interface StaffDesk {
  /** Hands notices to the run that gathers them. Safe to repeat: they carry their ids. */
  gather: (notices: StaffNotice[]) => Promise<void>;
}

interface Dependencies extends StaffDesk {
  notify: { staffChannels: (digest: StaffDigest) => Channel[] };
}

export const createRaiseNotices =
  ({ gather }: Dependencies) =>
  (notices: StaffNotice[]): Promise<void> =>
    gather(notices);

export const createSendDigest =
  ({ notify }: Dependencies) =>
  (digest: StaffDigest, already: string[] = []): Promise<Outcome> =>
    sendThrough(notify.staffChannels(digest), already);
