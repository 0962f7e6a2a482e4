import type { AccessCode } from '../../src/domain/access-code.ts';
import type { Door, TimeSlot } from '../../src/domain/door.ts';
import { planAccess } from '../../src/domain/plan-access.ts';
import type { Coverage, Plan } from '../../src/domain/plan.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts';
import { zoneClock, type ZoneClock } from '../../src/domain/zone-clock.ts';

export const LA = 'America/Los_Angeles';

export const zoneOf = (name: string): ZoneClock => {
  const zone = zoneClock(name);
  if (!zone) throw new Error(`"${name}" is no zone.`);
  return zone;
};

/** `aSlot('16:00', '10:00')`: a slot for guests, named after its times, in the door's zone. */
export const aSlot = (
  checkIn: string | null,
  checkOut: string | null,
  parts: Partial<TimeSlot> = {},
): TimeSlot => ({
  userLevelId: `level ${checkIn}-${checkOut}`,
  name: `${checkIn}-${checkOut}`,
  checkIn,
  checkOut,
  is24Hour: false,
  isBiweekly: false,
  isOneShot: false,
  isMaster: false,
  ...parts,
});

export const aDoor = (timeSlots: TimeSlot[], parts: Partial<Door> = {}): Door => ({
  doorId: 'door-1',
  name: 'Front door',
  isOracode: true,
  canProgramOfflineAccessCodes: true,
  timeZone: LA,
  isWireless: false,
  timeSlots,
  ...parts,
});

interface Request {
  arrival: string;
  departure: string | null;
  door: Door;
  policy?: Partial<Policy>;
  /** UTC. */
  now?: string;
}

/** A plan made long before the stays of the tests unless told otherwise. */
export const plan = ({ arrival, departure, door, policy, now = '2000-01-01T00:00:00Z' }: Request): Plan =>
  planAccess({
    stay: { arrival, departure },
    door,
    policy: { ...defaultPolicy, ...policy },
    nowMs: Date.parse(now),
  });

interface Saying {
  reason: string;
  message: string;
}

export const reasons = (list: readonly { reason: string }[]): string[] => list.map(({ reason }) => reason);

export const messageOf = (list: readonly Saying[], reason: string): string | undefined =>
  list.find((one) => one.reason === reason)?.message;

/** 4 PM to 10 AM in Los Angeles. */
export const aCoverage = (parts: Partial<Coverage> = {}): Coverage => ({
  startsAt: '2026-12-02T00:00:00.000Z',
  endsAt: '2026-12-05T18:00:00.000Z',
  localStart: '2026-12-01T16:00:00-08:00',
  localEnd: '2026-12-05T10:00:00-08:00',
  timeZone: LA,
  ...parts,
});

/** A code for that coverage, with a PIN and nothing left to do. */
export const aCode = (parts: Partial<AccessCode> = {}): AccessCode => ({
  accessCodeId: 'code-1',
  doorId: 'door-1',
  name: 'staykey a/b/c #1',
  createdAt: '2026-11-24T00:00:00.000Z',
  startsAt: '2026-12-02T00:00:00.000Z',
  endsAt: '2026-12-05T18:00:00.000Z',
  status: 'unset',
  hasPin: true,
  errors: [],
  pending: [],
  userLevelId: 'level',
  userLevelName: 'Guest',
  isOffline: true,
  isBeingDeleted: false,
  pinMark: 'mark',
  vendor: {
    stayId: 4711,
    siteName: 'Ocean Beach Vacations',
    isCancellable: false,
    isExtendable: false,
    isEarlyCheckinAble: false,
    isOverridable: false,
  },
  ...parts,
});
