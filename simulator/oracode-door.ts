import type { SeamDevice, TimeSlot } from './wire.ts';

interface DoorParts {
  deviceId: string;
  name: string;
  /** Tells doors of one site apart in the vendor's numbers. */
  index: number;
  siteName: string;
  zone: string;
  slots: TimeSlot[];
}

interface SlotParts {
  name: string;
  prefix: number;
  userLevelId: string;
  /** `HH:MM:SS`. */
  from: string;
  to: string;
  zone: string;
}

/** A dormakaba Oracode door as `devices/get` returns it, for a world file. */
export const oracodeDoor = ({ deviceId, name, index, siteName, zone, slots }: DoorParts): SeamDevice => ({
  device_id: deviceId,
  device_type: 'dormakaba_oracode_door',
  display_name: name,
  workspace_id: '00000000-0000-4000-8000-0000000000aa',
  connected_account_id: '00000000-0000-4000-8000-0000000000ab',
  is_managed: true,
  created_at: '2026-01-01T09:00:00.000Z',
  can_program_offline_access_codes: true,
  errors: [],
  warnings: [],
  capabilities_supported: ['access_code'],
  custom_metadata: {},
  properties: {
    name,
    online: true,
    manufacturer: 'dormakaba_oracode',
    dormakaba_oracode_metadata: {
      device_id: String(1001 + index),
      door_id: 2001 + index,
      door_name: name,
      door_is_wireless: false,
      site_name: siteName,
      iana_timezone: zone,
      predefined_time_slots: slots,
    },
  },
});

/** An hourly-bound time slot, which is what Seam calls a user level of dormakaba's. */
export const oracodeSlot = ({ name, prefix, userLevelId, from, to, zone }: SlotParts): TimeSlot => ({
  name,
  prefix,
  check_in_time: `${from}[${zone}]`,
  check_out_time: `${to}[${zone}]`,
  is_24_hour: false,
  is_biweekly_mode: false,
  is_one_shot: false,
  is_master: false,
  dormakaba_oracode_user_level_id: userLevelId,
  dormakaba_oracode_user_level_prefix: prefix,
});
