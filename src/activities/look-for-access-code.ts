import { setTimeout as pause } from 'node:timers/promises';
import type { AccessCode } from '../domain/access-code.ts';
import { accessCodeName, accessCodeNames } from '../domain/ids.ts';
import type { ReservationKey } from '../domain/reservation.ts';
import type { Seam } from '../seam/client.ts';
import { refusalOf } from '../seam/refusal.ts';
import { toFailure } from './seam-faults.ts';

export interface AccessCodeLookup {
  key: ReservationKey;
  doorId: string;
  /** 0: of any version, for a run that follows one whose end nobody knows. */
  version: number;
}

interface Dependencies {
  seam: Seam;
  lookPausesMs: readonly number[];
}

export interface FoundCodes {
  /** With the token of the version, oldest first. */
  found: AccessCode[];
  /** With another version of the same reservation. */
  unknown: AccessCode[];
}

/**
 * Every code of this reservation at the door, by the token in its name. How soon a new code shows up in Seam's lists is not
 * documented, so that none is there is believed only after each pause.
 */
export const lookForCodes = async (
  { seam }: Pick<Dependencies, 'seam'>,
  { key, doorId, version }: AccessCodeLookup,
  pausesMs: readonly number[],
): Promise<FoundCodes> => {
  const names = accessCodeNames(key);
  const look = async (): Promise<FoundCodes> => {
    const all = (await seam.findAccessCodesByName(doorId, names)).filter(({ name }) =>
      name.startsWith(names),
    );
    const isAsked = ({ name }: AccessCode) => version === 0 || name === accessCodeName(key, version);
    return { found: all.filter(isAsked), unknown: all.filter((code) => !isAsked(code)) };
  };
  for (const pauseMs of pausesMs) {
    const codes = await look();
    if (codes.found.length > 0) return codes;
    await pause(pauseMs);
  }
  return look();
};

/** After a create whose end is unknown and that is no longer wanted: was a code made all the same? */
export const createLookForAccessCode =
  ({ seam, lookPausesMs }: Dependencies) =>
  async (lookup: AccessCodeLookup): Promise<AccessCode[]> => {
    try {
      return (await lookForCodes({ seam }, lookup, lookPausesMs)).found;
    } catch (error) {
      // A door that Seam no longer has holds no code we could say anything about.
      if (refusalOf(error)?.reason === 'refused_by_seam') return [];
      throw toFailure(error);
    }
  };
