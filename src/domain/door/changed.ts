import {
  issued,
  looked,
  notTold,
  readAgain,
  rereadNeeded,
  createLost,
  assessed,
  told,
  unanswered,
  validated,
} from './answers.ts';
import type { LiveCode } from '../live-code.ts';
import type { Door } from './door.ts';
import { stateOfDoor } from './door-state.ts';
import type { Answer, DoorEvent } from './events.ts';
import { withNotice, withoutPastOverlaps } from './live-codes.ts';
import {
  acknowledged,
  handled,
  held,
  neighbour,
  notWanted,
  reissue,
  resend,
  resume,
  retry,
  seamEvent,
  wanted,
} from './messages.ts';
import { createSent, ended, lateLookOver } from './passages.ts';
import { settle } from './settle.ts';

/** The only writer of a door. Pure: the same door, event and moment always make the same door. */
export const changed = (door: Door, event: DoorEvent, atMs: number): Door => {
  const next = withoutNeverOpen(door, settle(apply(door, event, atMs), atMs));
  return stateOfDoor(next) === stateOfDoor(door) ? next : { ...next, since: new Date(atMs).toISOString() };
};

// A code that was found and serves at the same moment was never a live code to anybody.
const withoutNeverOpen = (before: Door, door: Door): Door => {
  const known = new Set(before.liveCodes.map(({ noticeId }) => noticeId));
  const isNeverOpen = ({ noticeId, closed }: LiveCode) =>
    closed?.how === 'serves_again' && !known.has(noticeId);
  return door.liveCodes.some(isNeverOpen)
    ? { ...door, liveCodes: door.liveCodes.filter((live) => !isNeverOpen(live)) }
    : door;
};

/**
 * The same for the answer to a question of some epoch. What is wanted may have changed while it was awaited: then it says
 * nothing of the door as it is now, except that a code it made is never dropped.
 */
export const answered = (door: Door, epoch: number, event: Answer, atMs: number): Door => {
  if (epoch === door.epoch) return changed(door, event, atMs);
  switch (event.is) {
    case 'validated':
    case 'unanswered':
      return door;
    case 'issued': {
      const { version, outcome } = event;
      const found = [...(outcome.code ? [outcome.code] : []), ...outcome.strays, ...outcome.unknown];
      return outcome.mayExist
        ? changed(door, { is: 'create_lost', version, reason: '', askAgainAt: atMs }, atMs)
        : changed(door, { is: 'looked', version, found }, atMs);
    }
    case 'create_lost':
    case 'looked':
    case 'read':
    case 'read_unanswered':
    case 'assessed':
    case 'told':
    case 'not_told':
      // They are about one code or one request, by its own id.
      return changed(door, event, atMs);
  }
};

const apply = (door: Door, event: DoorEvent, atMs: number): Door => {
  switch (event.is) {
    case 'stay_changed':
    case 'wanted_again':
      return wanted(door, event.stay, atMs);
    case 'not_wanted':
      return notWanted(door, event, atMs);
    case 'retry':
      return retry(door, atMs);
    case 'hold':
      return held(door, true);
    case 'release':
      return held(door, false);
    case 'handled':
      return handled(door, event.note, atMs);
    case 'resume':
      return resume(door);
    case 'reissue':
      return reissue(door, atMs);
    case 'resend':
      return resend(door);
    case 'address_changed':
      return { ...door, mustTellAgain: door.told !== null, undelivered: null };
    case 'acknowledged':
      return acknowledged(door, event, atMs);
    case 'seam_event':
      return seamEvent(door, event.accessCodeId);
    case 'neighbour':
      return neighbour(door, event, atMs);

    case 'validated':
      return validated(door, event, atMs);
    case 'unanswered':
      return unanswered(door, event);
    case 'issued':
      return issued(door, event, atMs);
    case 'create_lost':
      return createLost(door, event, atMs);
    case 'looked':
      return looked(door, event, atMs);
    case 'read':
      return readAgain(door, event, atMs);
    case 'read_unanswered':
      return unanswered(rereadNeeded(door, event.accessCodeId), event);
    case 'assessed':
      return assessed(door, event, atMs);
    case 'told':
      return told(door, event, atMs);
    case 'not_told':
      return notTold(door, event);

    case 'validation_asked':
      return { ...door, mustValidate: false };
    case 'read_asked':
      return rereadNeeded(door, event.accessCodeId, false);
    case 'assessment_asked':
      return withNotice(door, event.noticeId, (notice) => ({ ...notice, mustReassess: false }));
    case 'assessment_unanswered':
      return withNotice(door, event.noticeId, (notice) => ({
        ...notice,
        mustReassess: true,
        askAgainAt: event.askAgainAt,
      }));
    case 'create_sent':
      return createSent(door, event.version, atMs);
    case 'late_look_over':
      return lateLookOver(door, event.version);
    case 'expired':
      return withNotice(door, event.noticeId, (notice) => ({
        ...notice,
        closed: notice.closed ?? { how: 'expired', at: new Date(atMs).toISOString() },
      }));
    case 'overlap_over':
      return withNotice(door, event.noticeId, (notice) => withoutPastOverlaps(notice, atMs));
    case 'ended':
      return ended(door, atMs);
    case 'raised_deadlines':
      return { ...door, raised: { ...door.raised, deadlines: [...door.raised.deadlines, ...event.names] } };
    case 'raised_problems':
      return { ...door, raised: { ...door.raised, problems: event.signature } };
    case 'raised_undelivered':
      return { ...door, raised: { ...door.raised, undelivered: event.signature } };
    case 'raised_notice':
      return withNotice(door, event.noticeId, (notice) => ({
        ...notice,
        raised: event.signature,
        timesRaised: notice.timesRaised + 1,
      }));
    case 'withdrawn':
      return { ...door, isAnnounced: false };
  }
};
