import {
  calledOffNotice,
  codeName,
  deadlinesOf,
  orphanNotice,
  pinKey,
  readCodeName,
  type Booking,
} from '../shared/rules.ts';
import { bookingOf, type Plan, type PlannedStay } from './plan.ts';
import type { Told } from './pms.ts';
import type { SeamState } from './simulator.ts';

/** What a rough pass left, by the simulator's memory and what was told: an engine is not asked. */
export interface Verdict {
  codes: number;
  /** Codes of a name that another code has already: one each would have done. */
  madeTwice: number;
  /** Of those: the other one was asked for already, and not yet made, at the time of the look. No engine can know. */
  madeTwiceUnseen: number;
  /** Stays that are wanted and have no working code at the end. */
  withoutCode: number;
  /** PINs, orphan and cancellation notices that nobody was told. */
  lost: string[];
  /** Deadlines that passed by ten seconds without a code and without a word. */
  deadlinesLost: string[];
  deadlinesTold: number;
  /** Told again with the same key. */
  toldTwice: number;
}

interface Evidence {
  plan: Plan;
  /** When the pass began, milliseconds since 1970. */
  startMs: number;
  told: Told[];
  seam: SeamState;
  /** When the dead door's account came back. */
  revivedAt: number;
}

const GRACE_MS = 10_000;

export const judge = (evidence: Evidence): Verdict => {
  const { plan, told, seam } = evidence;
  const keys = told.map(({ key }) => key);
  const known = new Set(keys);
  const names = seam.access_codes.map(({ name }) => name);
  const wanted = plan.stays.filter(({ cancelAt }) => cancelAt === null);
  return {
    codes: names.length,
    madeTwice: names.length - new Set(names).size,
    madeTwiceUnseen: seam.access_codes.filter((code) => wasUnseen(code, seam)).length,
    withoutCode: wanted.filter((stay) => workingSince(evidence, stay.id, lastRevision(stay)) === Infinity)
      .length,
    lost: plan.stays.flatMap((stay) => mustBeTold(evidence, stay)).filter((key) => !known.has(key)),
    deadlinesLost: wanted.flatMap((stay) => deadlinesMissed(evidence, stay)).filter((key) => !known.has(key)),
    deadlinesTold: [...known].filter((key) => key.includes('/late-')).length,
    toldTwice: keys.length - known.size,
  };
};

// A request that was given up, by its time limit or with its process, may still be carried out.
const wasUnseen = (
  code: SeamState['access_codes'][number],
  { access_codes, requests }: SeamState,
): boolean => {
  const earlier = access_codes.find(
    ({ name, created_at }) => name === code.name && created_at < code.created_at,
  );
  const created = requests.findIndex((request) => request.created_access_code_id === code.access_code_id);
  const search = `${readCodeName(code.name).id}/`;
  const look = requests
    .slice(0, Math.max(created, 0))
    .findLast(({ path, query }) => path === '/access_codes/list' && query['search'] === search);
  return earlier !== undefined && look !== undefined && look.at <= earlier.created_at;
};

const lastRevision = ({ change }: PlannedStay): number => (change ? 2 : 1);

/** When the code opened its door for sure: Seam is certain of no code while the account is gone. */
const workingSince = ({ plan, seam, revivedAt }: Evidence, id: string, revision: number): number => {
  const code = seam.access_codes.find(({ name }) => name === codeName(id, revision));
  const event = seam.events.find(
    ({ event_type, access_code_id }) =>
      event_type === 'access_code.set_on_device' && access_code_id === code?.access_code_id,
  );
  if (!code || !event) return Infinity;
  const setAt = Date.parse(event.occurred_at);
  return code.device_id === plan.deadDoorId ? Math.max(setAt, revivedAt) : setAt;
};

const mustBeTold = (evidence: Evidence, stay: PlannedStay): string[] => {
  const { plan, seam, startMs } = evidence;
  const last = lastRevision(stay);
  const made = new Set(
    seam.access_codes.flatMap(({ name }) => {
      const code = readCodeName(name);
      return code.id === stay.id ? [code.revision] : [];
    }),
  );
  const orphans = [...made].filter((revision) => stay.cancelAt !== null || revision < last);
  const booking = bookingOf(stay, last, startMs, plan, { startsAt: '', endsAt: '' });
  return [
    stay.cancelAt === null ? pinKey(booking) : calledOffNotice(stay.id).key,
    ...orphans.map((revision) => orphanNotice(stay.id, revision).key),
  ];
};

const deadlinesMissed = (evidence: Evidence, stay: PlannedStay): string[] => {
  const last = lastRevision(stay);
  const booking: Booking = bookingOf(stay, last, evidence.startMs, evidence.plan, {
    startsAt: '',
    endsAt: '',
  });
  const since = workingSince(evidence, stay.id, last);
  return deadlinesOf(booking).flatMap(({ at, notice }) => (since > at + GRACE_MS ? [notice.key] : []));
};

/** What an operator must be shown: stays arriving between the two, wanted, and without a working code now. */
export const trulyWithoutCode = (evidence: Evidence, fromMs: number, toMs: number): string[] => {
  const now = Date.now();
  return evidence.plan.stays.flatMap((stay) => {
    const last = lastRevision(stay);
    const { arrivesAt } = bookingOf(stay, last, evidence.startMs, evidence.plan, {
      startsAt: '',
      endsAt: '',
    });
    const isAsked = stay.cancelAt === null && arrivesAt >= fromMs && arrivesAt <= toMs;
    return isAsked && workingSince(evidence, stay.id, last) > now ? [stay.id] : [];
  });
};
