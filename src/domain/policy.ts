/** What a property decides for itself. */
export interface Policy {
  /** How long before the code opens it may be created. Milliseconds. */
  issueWindowMs: number;
  /** Refuse a stay of more local calendar nights than this. */
  longestStayNights: number;
  /** Let a day-bound time slot move an end of the stay by more than an hour (`max_time_rounding: '1day'`). */
  allowDayRounding: boolean;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The guide: an offline code lasts at most "31 consecutive days". */
export const seamsLongestStayNights = 31;

export const defaultPolicy: Policy = {
  issueWindowMs: 7 * DAY,
  longestStayNights: seamsLongestStayNights,
  allowDayRounding: false,
};
