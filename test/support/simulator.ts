import { randomUUID } from 'node:crypto';
import { buildSimulator } from '../../simulator/app.ts';
import type { Control } from '../../simulator/control.ts';
import type { SimulatorOptions } from '../../simulator/options.ts';
import type { SeamDevice, TimeSlot } from '../../simulator/wire.ts';

export interface RunningSimulator extends Control, AsyncDisposable {
  url: string;
  apiKey: string;
  /** Settles when no webhook delivery or retry is under way any more. */
  webhooksIdle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Seam in this process, on a free port. */
export const startSimulator = async (options: Partial<SimulatorOptions> = {}): Promise<RunningSimulator> => {
  const apiKey = options.apiKey ?? 'seam_test_key';
  const { app, control, webhooksIdle } = buildSimulator({ ...options, apiKey });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = () => app.close();
  return { ...control, url, apiKey, webhooksIdle, close, [Symbol.asyncDispose]: close };
};

type TimeSlotParts = Partial<TimeSlot> & { zone?: string };

/** A user level, by default the guide's own: 7am to 7pm in Los Angeles. */
export const aTimeSlot = ({ zone = 'America/Los_Angeles', ...parts }: TimeSlotParts = {}): TimeSlot => ({
  name: 'Guest RCI D 7am-7pm',
  prefix: 0,
  is_master: false,
  is_24_hour: false,
  is_one_shot: false,
  is_biweekly_mode: false,
  check_in_time: `07:00:00[${zone}]`,
  check_out_time: `19:00:00[${zone}]`,
  dormakaba_oracode_user_level_id: 'f23721ec-6dce-4c54-8971-40d58449a366',
  dormakaba_oracode_user_level_prefix: parts.prefix ?? 0,
  ...parts,
});

interface DoorParts {
  deviceId?: string;
  name?: string;
  /** `null`: Seam does not know it. */
  timeZone?: string | null;
  timeSlots?: TimeSlot[];
  isWireless?: boolean;
  canProgramOfflineAccessCodes?: boolean;
  maxActiveCodes?: number;
  /** Fields of the device object itself, put over the rest. */
  device?: Partial<SeamDevice>;
}

/** A door in Los Angeles with two hourly user levels, a day-bound one, and three that Seam cannot use. */
export const anOracodeDoor = ({
  deviceId = randomUUID(),
  name = 'Front Door',
  timeZone = 'America/Los_Angeles',
  timeSlots = slotsOf(timeZone ?? 'America/Los_Angeles'),
  isWireless = false,
  canProgramOfflineAccessCodes = true,
  maxActiveCodes,
  device = {},
}: DoorParts = {}): SeamDevice => ({
  device_id: deviceId,
  device_type: 'dormakaba_oracode_door',
  display_name: name,
  nickname: name,
  workspace_id: '0c5cba1d-58f1-4d1e-a2f6-6a2a1f7e9d11',
  connected_account_id: '3e7d4f0a-2c56-4a1c-8c9e-0c1f5a3b7d42',
  created_at: '2026-01-12T09:30:00.000Z',
  is_managed: true,
  capabilities_supported: ['access_code', 'lock'],
  can_program_offline_access_codes: canProgramOfflineAccessCodes,
  can_program_online_access_codes: false,
  custom_metadata: {},
  location: timeZone === null ? {} : { timezone: timeZone, time_zone: timeZone },
  errors: [],
  warnings: [],
  properties: {
    name,
    online: true,
    manufacturer: 'dormakaba',
    appearance: { name },
    model: { display_name: 'Oracode', manufacturer_display_name: 'dormakaba' },
    ...(maxActiveCodes !== undefined && { max_active_codes_supported: maxActiveCodes }),
    dormakaba_oracode_metadata: {
      device_id: '40217',
      door_id: 1187,
      door_name: name,
      door_is_wireless: isWireless,
      site_name: 'Ocean Beach Vacations',
      ...(timeZone !== null && { iana_timezone: timeZone }),
      predefined_time_slots: timeSlots,
    },
  },
  ...device,
});

const slotsOf = (zone: string): TimeSlot[] => [
  aTimeSlot({ zone }),
  aTimeSlot({
    zone,
    name: 'Guest 4pm-10am',
    prefix: 123,
    check_in_time: `16:00:00[${zone}]`,
    check_out_time: `10:00:00[${zone}]`,
    dormakaba_oracode_user_level_id: '5b1c1e0e-8c43-4f4f-a1a5-0a8f2c7b9e01',
  }),
  aTimeSlot({
    zone,
    name: 'Guest 24h noon',
    prefix: 204,
    is_24_hour: true,
    check_in_time: `12:00:00[${zone}]`,
    check_out_time: `12:00:00[${zone}]`,
    dormakaba_oracode_user_level_id: '8a6f4c55-4b0d-4b56-9a0e-2f7d7d6a1c02',
  }),
  aTimeSlot({ zone, name: 'Owner', is_master: true, dormakaba_oracode_user_level_id: randomUUID() }),
  aTimeSlot({ zone, name: 'Cleaner once', is_one_shot: true, dormakaba_oracode_user_level_id: randomUUID() }),
  aTimeSlot({
    zone,
    name: 'Two weeks',
    is_biweekly_mode: true,
    dormakaba_oracode_user_level_id: randomUUID(),
  }),
];
