import { setTimeout as pause } from 'node:timers/promises';
import type { AccessCode } from '../domain/access-code.ts';
import { accessCodeName } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf } from '../seam/refusal.ts';
import { toFailure } from './seam-faults.ts';

export interface AccessCodeLookup {
  key: ReservationKey;
  doorId: string;
  version: number;
}

interface Dependencies {
  seam: Seam;
  lookPausesMs: readonly number[];
}

/**
 * Every code that carries this run's token, oldest first. How soon a new code shows up in Seam's lists is not
 * documented, so an empty answer is believed only after it was given several times.
 */
export const lookRepeatedly = async (
  { seam, lookPausesMs }: Dependencies,
  { key, doorId, version }: AccessCodeLookup,
): Promise<AccessCode[]> => {
  const name = accessCodeName(key, version);
  for (const pauseMs of lookPausesMs) {
    const found = await seam.findAccessCodesByName(doorId, name);
    if (found.length > 0) return found;
    await pause(pauseMs);
  }
  return seam.findAccessCodesByName(doorId, name);
};

/** After a create whose end is unknown and that is no longer wanted: was a code made all the same? */
export const createLookForAccessCode =
  (dependencies: Dependencies) =>
  async (lookup: AccessCodeLookup): Promise<AccessCode[]> => {
    try {
      return await lookRepeatedly(dependencies, lookup);
    } catch (error) {
      // A door that Seam no longer has holds no code we could say anything about.
      if (refusalOf(error)?.reason === 'refused_by_seam') return [];
      throw toFailure(error);
    }
  };
