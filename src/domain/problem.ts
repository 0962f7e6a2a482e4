/**
 * Why a door gets no code. Names are Seam's own where Seam has one (`duration_exceeds_max`,
 * `times_do_not_match_slots`, `ongoing_not_supported`, from its access grant warnings).
 */
type ProblemReason =
  | 'duration_exceeds_max'
  | 'times_do_not_match_slots'
  | 'ongoing_not_supported'
  | 'device_not_found'
  | 'not_an_oracode_door'
  | 'offline_access_codes_not_supported'
  | 'time_zone_unknown'
  | 'departure_not_after_arrival'
  | 'stay_already_over'
  | 'invalid_input'
  | 'refused_by_seam'
  | 'seam_needs_attention'
  | 'code_gone'
  | 'code_differs_from_plan';

/** A refusal, as data. The message says the value, what was expected and what would do instead. */
export interface Problem {
  reason: ProblemReason;
  message: string;
}

/** Worth telling staff, but no reason to refuse. */
type NoticeReason =
  | 'stay_at_the_limit'
  | 'opens_after_arrival'
  | 'closes_before_departure'
  | 'rounded_by_the_whole_hour'
  | 'rounded_to_the_day'
  | 'wall_clock_repeated'
  | 'wall_clock_skipped'
  | 'time_zone_mismatch'
  | 'time_slot_unreadable'
  | 'code_differs_from_plan'
  | 'duplicate_access_code';

export interface Notice {
  reason: NoticeReason;
  message: string;
}
