/**
 * Whether one reading is all that its source has, as the source itself says. Only a whole one can show that a stay is
 * missing. `why` is the evidence, without a capital and a full stop.
 */
export type Completeness =
  | { extent: 'whole' }
  /** The source says that there is more. */
  | { extent: 'partial'; why: string }
  /** The source could have pages, and says nothing of them. */
  | { extent: 'unknown'; why: string };

export const whole: Completeness = { extent: 'whole' };

/** Why nothing counts as missing at a reading like this; null where it may. */
export const whyNotWhole = (completeness: Completeness): string | null =>
  completeness.extent === 'whole' ? null : completeness.why;

/** An answer that does not say whether it is all matters once it lacks something. */
export const isForStaff = ({ extent }: Completeness, lacking: number): boolean =>
  extent === 'partial' || (extent === 'unknown' && lacking > 0);
