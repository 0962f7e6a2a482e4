import { setTimeout as pause } from 'node:timers/promises';
import { readiness, type AccessCode } from '../domain/access-code.ts';
import type { Seam } from '../seam/client.ts';

interface Dependencies {
  seam: Seam;
  readyPausesMs: readonly number[];
}

/**
 * Seam is done with most codes within moments. Staying for them saves the run a timer, a read and an upsert; one that
 * takes longer is given back as it is. A failed look says nothing: the code exists all the same.
 */
export const awaitReady = async (
  { seam, readyPausesMs }: Dependencies,
  made: AccessCode,
): Promise<AccessCode> => {
  let code = made;
  for (const pauseMs of readyPausesMs) {
    const found = readiness(code);
    if (found.kind !== 'waiting' || found.wakeAt !== null) break;
    await pause(pauseMs);
    code = (await seam.findAccessCode(code.accessCodeId).catch(() => null)) ?? code;
  }
  return code;
};
