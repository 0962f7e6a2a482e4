import type { AccessCode } from '../domain/access-code.ts';
import type { LiveCode, Overlap } from '../domain/live-code.ts';
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

export interface Assessment {
  /** With the flags of this moment; null when Seam no longer knows it. */
  code: AccessCode | null;
  assessment: NonNullable<LiveCode['assessment']>;
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
  async ({ accessCodeId, doorId, workflowId, from, to }: Assessed): Promise<Assessment> => {
    try {
      const [code, door, overlaps] = await Promise.all([
        seam.findAccessCode(accessCodeId),
        seam.findDoor(doorId),
        findOverlaps({ doorId, from, to, exceptWorkflowId: workflowId }),
      ]);
      return {
        code,
        assessment: { isWireless: door?.isWireless ?? null, doorName: door?.name ?? doorId, overlaps },
      };
    } catch (error) {
      throw toFailure(error);
    }
  };
