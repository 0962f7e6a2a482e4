import type { Device } from '@seamapi/http';
import type { Door, TimeSlot } from '../domain/door.ts';

/** Every field of Seam's Oracode metadata is optional, and a missing flag is read the careful way. */
export const toDoor = (device: Device): Door => {
  const metadata = device.properties?.dormakaba_oracode_metadata;
  return {
    doorId: device.device_id,
    name: metadata?.door_name ?? device.display_name ?? device.device_id,
    isOracode: device.device_type === 'dormakaba_oracode_door',
    canProgramOfflineAccessCodes: device.can_program_offline_access_codes === true,
    timeZone: metadata?.iana_timezone ?? null,
    isWireless: metadata?.door_is_wireless ?? null,
    timeSlots: (metadata?.predefined_time_slots ?? []).map(toTimeSlot),
  };
};

type PredefinedTimeSlot = NonNullable<
  NonNullable<Device['properties']['dormakaba_oracode_metadata']>['predefined_time_slots']
>[number];

const toTimeSlot = (slot: PredefinedTimeSlot): TimeSlot => ({
  userLevelId: slot.dormakaba_oracode_user_level_id ?? null,
  name: slot.name ?? slot.dormakaba_oracode_user_level_id ?? 'unnamed time slot',
  checkIn: slot.check_in_time ?? null,
  checkOut: slot.check_out_time ?? null,
  is24Hour: slot.is_24_hour === true,
  isBiweekly: slot.is_biweekly_mode === true,
  isOneShot: slot.is_one_shot === true,
  isMaster: slot.is_master === true,
});
