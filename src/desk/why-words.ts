import type { Problem } from '../domain/problem.ts';

type Attention = Problem['reason'] | 'on_hold';

// Without a number or a name: those are in the problem's own message, which a list has only from the memo.
const words: Readonly<Record<Attention, string>> = {
  duration_exceeds_max: 'No code: the stay is longer than a lock takes.',
  times_do_not_match_slots: 'No code: none of the door’s time slots fits the stay.',
  ongoing_not_supported: 'No code: the stay has no departure.',
  departure_not_after_arrival: 'No code: the departure is not after the arrival.',
  stay_already_over: 'No code: the stay is over.',
  invalid_input: 'No code: the times of the stay can’t be read.',
  device_not_found: 'No code: Seam does not know the door.',
  not_an_oracode_door: 'No code: the door is no Oracode door.',
  offline_access_codes_not_supported: 'No code: the door can have no offline codes.',
  time_zone_unknown: 'No code: the door has no time zone in Seam.',
  refused_by_seam: 'No code: Seam refuses it.',
  seam_needs_attention: 'No working code: the Seam account or the door must be mended.',
  code_gone: 'No code: it was removed outside Staykey.',
  code_differs_from_plan: 'No working code: it has other times than were asked for.',
  on_hold: 'No code is made for now: an operator holds it.',
};

/** Why a reservation has no working code, where a list has nothing but the attribute `Attention`. */
export const attentionInWords = (attention: string | null): string =>
  isKnown(attention) ? words[attention] : 'No working code: somebody must look at it.';

const isKnown = (attention: string | null): attention is Attention =>
  attention !== null && Object.hasOwn(words, attention);
