import { DateTime } from 'luxon';

/** No daylight saving: the wall clock and the instants go together. */
export const ZONE = 'America/Phoenix';

/** Doors whose slots go from hour to hour over the time in which the season is played. */
export const doorsOf = (doorIds: readonly string[], fromMs: number, toMs: number): object[] => {
  const slots = hourlySlots(fromMs, toMs);
  return doorIds.map((deviceId, index) => ({
    device_id: deviceId,
    device_type: 'dormakaba_oracode_door',
    display_name: `Door ${index}`,
    workspace_id: '00000000-0000-4000-8000-0000000000aa',
    connected_account_id: '00000000-0000-4000-8000-0000000000ab',
    is_managed: true,
    created_at: '2026-01-10T09:00:00.000Z',
    can_program_offline_access_codes: true,
    errors: [],
    warnings: [],
    capabilities_supported: ['access_code'],
    custom_metadata: {},
    properties: {
      name: `Door ${index}`,
      online: true,
      manufacturer: 'dormakaba_oracode',
      dormakaba_oracode_metadata: {
        device_id: String(1000 + index),
        door_id: 2000 + index,
        door_name: `Door ${index}`,
        door_is_wireless: false,
        site_name: 'Chaos Bay',
        iana_timezone: ZONE,
        predefined_time_slots: slots,
      },
    },
  }));
};

const hourlySlots = (fromMs: number, toMs: number): object[] => {
  const first = DateTime.fromMillis(fromMs, { zone: ZONE }).startOf('hour');
  const hours = Math.min(24, Math.ceil((toMs - first.toMillis()) / 3_600_000) + 1);
  return Array.from({ length: hours }, (_, hour) => hour).flatMap((hour) =>
    [1, 2].map((length) => {
      const from = first.plus({ hours: hour });
      const level = `${String(hour).padStart(2, '0')}${length}`;
      return {
        name: `Level ${level}`,
        prefix: Number(level),
        check_in_time: `${from.toFormat('HH:mm:ss')}[${ZONE}]`,
        check_out_time: `${from.plus({ hours: length }).toFormat('HH:mm:ss')}[${ZONE}]`,
        is_24_hour: false,
        is_biweekly_mode: false,
        is_one_shot: false,
        is_master: false,
        dormakaba_oracode_user_level_id: `00000000-0000-4000-9000-${level.padStart(12, '0')}`,
        dormakaba_oracode_user_level_prefix: Number(level),
      };
    }),
  );
};

/** `YYYY-MM-DDTHH:MM` on the doors' clock. */
export const localText = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm");
