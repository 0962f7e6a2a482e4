import { ARRIVAL_TIME, DEPARTURE_TIME, type Season } from './season.ts';

const doorId = (index: number) => `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`;

/** The feeds of the made-up listings, for `--feeds`. */
export const feedsOf = (names: string[], { zone }: Season) => ({
  feeds: names.map((name, index) => ({
    id: name,
    kind: 'ical',
    format: 'airbnb',
    location: `calendars/${name}.ics`,
    source: 'airbnb',
    everyMinutes: 60,
    properties: [
      {
        propertyId: name,
        doors: [doorId(index)],
        timeZone: zone,
        arrivalTime: ARRIVAL_TIME,
        departureTime: DEPARTURE_TIME,
      },
    ],
  })),
});

/** One Oracode door for each listing, for `--world`. */
export const worldOf = (names: string[], { zone }: Season) =>
  names.map((name, index) => ({
    device_id: doorId(index),
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
        site_name: 'Season',
        iana_timezone: zone,
        predefined_time_slots: [
          {
            name: 'Guest 4pm-10am',
            prefix: 12,
            check_in_time: `${ARRIVAL_TIME}:00[${zone}]`,
            check_out_time: `${DEPARTURE_TIME}:00[${zone}]`,
            is_24_hour: false,
            is_biweekly_mode: false,
            is_one_shot: false,
            is_master: false,
            dormakaba_oracode_user_level_id: '00000000-0000-4000-9000-000000000001',
            dormakaba_oracode_user_level_prefix: 12,
          },
        ],
      },
    },
  }));
