import { DateTime } from 'luxon';
import { oracodeDoor, oracodeSlot } from '../simulator/oracode-door.ts';
import type { SeamDevice, TimeSlot } from '../simulator/wire.ts';

/** No daylight saving: the wall clock and the instants go together. */
const ZONE = 'America/Phoenix';

/** Doors whose slots go from hour to hour over the time in which the season is played. */
export const doorsOf = (doorIds: readonly string[], fromMs: number, toMs: number): SeamDevice[] => {
  const slots = hourlySlots(fromMs, toMs);
  return doorIds.map((deviceId, index) =>
    oracodeDoor({ deviceId, name: `Door ${index}`, index, siteName: 'Chaos Bay', zone: ZONE, slots }),
  );
};

const hourlySlots = (fromMs: number, toMs: number): TimeSlot[] => {
  const first = DateTime.fromMillis(fromMs, { zone: ZONE }).startOf('hour');
  const hours = Math.min(24, Math.ceil((toMs - first.toMillis()) / 3_600_000) + 1);
  return Array.from({ length: hours }, (_, hour) => hour).flatMap((hour) =>
    [1, 2].map((length) => {
      const from = first.plus({ hours: hour });
      const level = `${String(hour).padStart(2, '0')}${length}`;
      return oracodeSlot({
        name: `Level ${level}`,
        prefix: Number(level),
        userLevelId: `00000000-0000-4000-9000-${level.padStart(12, '0')}`,
        from: from.toFormat('HH:mm:ss'),
        to: from.plus({ hours: length }).toFormat('HH:mm:ss'),
        zone: ZONE,
      });
    }),
  );
};

/** `YYYY-MM-DDTHH:MM` on the doors' clock. */
export const localText = (ms: number): string =>
  DateTime.fromMillis(ms, { zone: ZONE }).toFormat("yyyy-MM-dd'T'HH:mm");
