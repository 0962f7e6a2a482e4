import { DateTime } from 'luxon';
import type { Stay } from '../../../src/domain/reservation.ts';
import { steadyZone } from '../../support/builders.ts';
import { anOracodeDoor, aTimeSlot } from '../../support/simulator.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

// Everything hangs on the hour in which the test starts: a seed then plays the same story at any time of day.
const start = DateTime.now().setZone(steadyZone).startOf('hour');

/** Hours from the start's own hour to arrival and to departure. No slot of the doors is near `misfit`. */
const hours = {
  wide: { arrival: 3, departure: -3 },
  narrow: { arrival: 6, departure: -6 },
  misfit: { arrival: 0, departure: 0 },
} as const;
type Times = keyof typeof hours;

const slot = (name: 'wide' | 'narrow', id: string) => {
  const at = (offset: number) => `${start.plus({ hours: offset }).toFormat('HH:mm:ss')}[${steadyZone}]`;
  const { arrival, departure } = hours[name];
  return aTimeSlot({
    name,
    check_in_time: at(arrival),
    check_out_time: at(departure),
    dormakaba_oracode_user_level_id: id,
  });
};

/** Two doors whose `narrow` code opens them for a part of the time that the `wide` one of the same days does. */
export const doors = ['Front', 'Gate'].map((name) =>
  anOracodeDoor({
    name,
    timeZone: steadyZone,
    timeSlots: [
      slot('wide', '5b1c1e0e-8c43-4f4f-a1a5-0a8f2c7b9e01'),
      slot('narrow', '8a6f4c55-4b0d-4b56-9a0e-2f7d7d6a1c02'),
    ],
  }),
);

export interface StayParts {
  /** Whole days from the moment it is asked for. */
  inDays: number;
  nights: number;
  times: Times;
}

export const stayFrom = (now: string, { inDays, nights, times }: StayParts): Stay => {
  const today = Math.floor((Date.parse(now) - start.toMillis()) / DAY);
  const local = (day: number, hour: number) =>
    start.plus({ days: day, hours: hour }).toFormat("yyyy-MM-dd'T'HH:mm");
  return {
    arrival: local(today + inDays, hours[times].arrival),
    departure: local(today + inDays + nights, hours[times].departure),
  };
};
