import { changed } from '../../../src/domain/door/changed.ts';
import { openDoor, type Door } from '../../../src/domain/door/door.ts';
import type { DoorEvent, IssueOutcome } from '../../../src/domain/door/events.ts';
import type { AccessCode } from '../../../src/domain/access-code.ts';
import type { Plan } from '../../../src/domain/plan.ts';
import { aCode, aDoor as aSeamDoor, aSlot, plan } from '../builders.ts';

export const now = Date.parse('2026-11-28T12:00:00Z');
export const MINUTE = 60_000;

/** The lock has one slot, from 4 PM to 10 AM. */
const seamDoor = aSeamDoor([aSlot('16:00', '10:00')]);

export const stay = { arrival: '2026-12-01T16:00', departure: '2026-12-05T10:00' };
export const longer = { ...stay, departure: '2026-12-07T10:00' };
export const elsewhen = { arrival: '2026-12-20T16:00', departure: '2026-12-22T10:00' };
export const lateOut = { ...stay, departure: '2026-12-05T14:00' };
export const lateIn = { ...stay, arrival: '2026-12-01T22:00' };

const planOf = (wanted: typeof stay): Plan => plan({ ...wanted, door: seamDoor });

/** The code Seam makes for that stay. */
export const codeFor = (wanted: typeof stay, version: number, id = `code-${version}`): AccessCode => {
  const { coverage } = planOf(wanted);
  return aCode({
    accessCodeId: id,
    name: `staykey a/b/c #${version}`,
    startsAt: coverage?.startsAt ?? null,
    endsAt: coverage?.endsAt ?? null,
    pinMark: `mark of ${id}`,
  });
};

export const made = (wanted: typeof stay, code: AccessCode | null, parts: Partial<IssueOutcome> = {}) => ({
  plan: planOf(wanted),
  code,
  strays: [],
  unknown: [],
  notices: [],
  mayExist: false,
  wasUnanswered: false,
  ...parts,
});

/** A door after those events, a second between one and the next. */
export const after = (...events: DoorEvent[]): Door => following(fresh(), ...events);

export const fresh = (): Door => openDoor('door-1', { is: 'wanted', stay, since: now }, now);

export const following = (door: Door, ...events: DoorEvent[]): Door =>
  events.reduce((each, event, index) => changed(each, event, now + index * 1000), door);

export const validated = (wanted = stay): DoorEvent => ({
  is: 'validated',
  stay: wanted,
  plan: planOf(wanted),
});
export const sent = (version: number): DoorEvent => ({ is: 'create_sent', version });
export const issued = (
  version: number,
  wanted = stay,
  code: AccessCode | null = codeFor(wanted, version),
): DoorEvent => ({ is: 'issued', stay: wanted, version, outcome: made(wanted, code) });
export const toldOf = (code: AccessCode): DoorEvent => ({
  is: 'told',
  accessCodeId: code.accessCodeId,
  pinMark: code.pinMark,
  isSameGuest: true,
});

/** A door whose guest has the PIN of a code that works. */
export const serving = (): Door => after(validated(), sent(1), issued(1), toldOf(codeFor(stay, 1)));
