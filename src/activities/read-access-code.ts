import { ApplicationFailure } from '@temporalio/common';
import type { AccessCode } from '../domain/access-code.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf } from '../seam/refusal.ts';
import { toFailure } from './seam-faults.ts';

interface Dependencies {
  seam: Seam;
}

/** The code as Seam has it now, without its PIN; `null` once Seam no longer knows it (404). */
export const createReadAccessCode =
  ({ seam }: Dependencies) =>
  async (accessCodeId: string): Promise<AccessCode | null> => {
    try {
      return await seam.findAccessCode(accessCodeId);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal) throw ApplicationFailure.nonRetryable(refusal.message, 'SeamRefusedToShowCode');
      throw toFailure(error);
    }
  };
