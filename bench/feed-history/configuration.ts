import { oracodeDoor, oracodeSlot } from '../../simulator/oracode-door.ts';
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
export const worldOf = (names: string[], { zone }: Season) => {
  const slot = oracodeSlot({
    name: 'Guest 4pm-10am',
    prefix: 12,
    userLevelId: '00000000-0000-4000-9000-000000000001',
    from: `${ARRIVAL_TIME}:00`,
    to: `${DEPARTURE_TIME}:00`,
    zone,
  });
  return names.map((name, index) =>
    oracodeDoor({ deviceId: doorId(index), name, index, siteName: 'Season', zone, slots: [slot] }),
  );
};
