import type { Door, TimeSlot } from '../domain/door.ts';

/**
 * A device as Seam sent it, which is held to nothing here: a field of another type than documented is this door's
 * problem, and shows in its own problems and notices. Every field of the Oracode metadata is optional, and a missing flag
 * is read the careful way. `askedFor` is its id where one was asked for.
 */
export const toDoor = (device: unknown, askedFor = 'device without an id'): Door => {
  const { device_id, display_name, ...fields } = record(device);
  const doorId = typeof device_id === 'string' && device_id !== '' ? device_id : askedFor;
  const metadata = record(record(fields['properties'])['dormakaba_oracode_metadata']);
  const isWireless = metadata['door_is_wireless'];
  return {
    doorId,
    name: textOf(metadata['door_name']) ?? textOf(display_name) ?? doorId,
    isOracode: fields['device_type'] === 'dormakaba_oracode_door',
    canProgramOfflineAccessCodes: fields['can_program_offline_access_codes'] === true,
    timeZone: textOf(metadata['iana_timezone']),
    isWireless: typeof isWireless === 'boolean' ? isWireless : null,
    timeSlots: timeSlotsOf(metadata['predefined_time_slots']),
  };
};

const timeSlotsOf = (slots: unknown): TimeSlot[] => {
  if (slots === undefined || slots === null) return [];
  if (!Array.isArray(slots)) return [unreadableSlot(`predefined_time_slots: ${textOf(slots)}`)];
  return slots.map((slot: unknown, index) =>
    isRecord(slot) ? toTimeSlot(slot) : unreadableSlot(`number ${index + 1}: ${textOf(slot) ?? 'null'}`),
  );
};

const toTimeSlot = (slot: Record<string, unknown>): TimeSlot => {
  const userLevelId = textOf(slot['dormakaba_oracode_user_level_id']);
  return {
    userLevelId,
    name: textOf(slot['name']) ?? userLevelId ?? 'unnamed time slot',
    checkIn: textOf(slot['check_in_time']),
    checkOut: textOf(slot['check_out_time']),
    is24Hour: slot['is_24_hour'] === true,
    isBiweekly: maybeSet(slot['is_biweekly_mode']),
    isOneShot: maybeSet(slot['is_one_shot']),
    isMaster: maybeSet(slot['is_master']),
  };
};

/** Without times no stay gets it, and a notice says so by its name. */
const unreadableSlot = (name: string): TimeSlot => ({
  userLevelId: null,
  name,
  checkIn: null,
  checkOut: null,
  is24Hour: false,
  isBiweekly: false,
  isOneShot: false,
  isMaster: false,
});

/** Of a flag that keeps a slot from guests: what is neither true nor false may well mean true. */
const maybeSet = (flag: unknown): boolean => flag !== undefined && flag !== null && flag !== false;

/** What is no text comes as JSON, to be quoted where it can't be used. */
const textOf = (value: unknown): string | null => {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value).slice(0, 60);
};

const record = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
