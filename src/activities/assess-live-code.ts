import type { AccessCode } from '../domain/access-code.ts';
import { epochMs } from '../domain/instant-text.ts';
import type { Assessment, Overlap } from '../domain/live-code.ts';
import { localText, zoneClock } from '../domain/zone-clock.ts';
import type { Seam } from '../seam/client.ts';
import { toFailure } from './seam-faults.ts';

export interface Assessed {
  accessCodeId: string;
  doorId: string;
  /** The run that asks: it does not overlap itself. */
  workflowId: string;
  /** From when on the code is in the way, UTC. */
  from: string;
  to: string;
}

export interface AssessedCode {
  /** With the flags of this moment; null when Seam no longer knows it. */
  code: AccessCode | null;
  assessment: Assessment;
}

export interface StaysElsewhere {
  findOverlaps: (stay: {
    doorId: string;
    from: string;
    to: string;
    exceptWorkflowId: string;
  }) => Promise<Overlap[]>;
}

/**
 * What a code nobody can delete means: the vendor's flags and who else is to stay behind that door. The other stays come
 * from the runs' search attributes, not from the door's codes: most of them have no code yet.
 */
export const createAssessLiveCode =
  ({ seam, findOverlaps }: { seam: Seam } & StaysElsewhere) =>
  async ({ accessCodeId, doorId, workflowId, from, to }: Assessed): Promise<AssessedCode> => {
    try {
      const [code, door, overlaps] = await Promise.all([
        seam.findAccessCode(accessCodeId),
        seam.findDoor(doorId),
        findOverlaps({ doorId, from, to, exceptWorkflowId: workflowId }),
      ]);
      const local = onClockOf(door?.timeZone ?? null);
      return {
        code,
        assessment: {
          isWireless: door?.isWireless ?? null,
          doorName: door?.name ?? doorId,
          overlaps: overlaps.map((overlap) => ({ ...overlap, localArrival: local(overlap.arrivalAt) })),
          local: code && { startsAt: local(code.startsAt), endsAt: local(code.endsAt) },
        },
      };
    } catch (error) {
      throw toFailure(error);
    }
  };

// Settled here and recorded: a run asks no zone what its clocks read.
const onClockOf = (timeZone: string | null) => {
  const zone = timeZone === null ? null : zoneClock(timeZone);
  return (instant: string | null): string | null =>
    zone && instant !== null ? localText(epochMs(instant), zone) : null;
};
