/** One Seam device, as Seam describes it now, in our words. */
export interface Door {
  doorId: string;
  name: string;
  isOracode: boolean;
  canProgramOfflineAccessCodes: boolean;
  /** IANA name from `dormakaba_oracode_metadata.iana_timezone`; `null` when Seam has none. */
  timeZone: string | null;
  isWireless: boolean | null;
  timeSlots: TimeSlot[];
}

/**
 * A user level of an Oracode lock: in Seam, one of the door's `predefined_time_slots`. Every code of a slot
 * opens from `checkIn` on its first day to `checkOut` on its last.
 */
export interface TimeSlot {
  /** Seam's `dormakaba_oracode_user_level_id`; `null` where Seam leaves it out. */
  userLevelId: string | null;
  name: string;
  /** Time-of-day text exactly as Seam gives it, such as `07:00:00[America/Los_Angeles]`. */
  checkIn: string | null;
  checkOut: string | null;
  /** Day-bound: valid by whole days. */
  is24Hour: boolean;
  isBiweekly: boolean;
  isOneShot: boolean;
  isMaster: boolean;
}
