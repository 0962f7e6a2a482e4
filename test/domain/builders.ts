import type { Door, TimeSlot } from '../../src/domain/door.ts';
import { planAccess } from '../../src/domain/plan-access.ts';
import type { Plan } from '../../src/domain/plan.ts';
import { defaultPolicy, type Policy } from '../../src/domain/policy.ts';

export const LA = 'America/Los_Angeles';

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

export const reasons = (list: readonly { reason: string }[]): string[] => list.map(({ reason }) => reason);
