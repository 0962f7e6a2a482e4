import type { Reservation } from '../src/domain/reservation.ts';
import {
  applyReservationUpdate,
  cancelReservationUpdate,
  seamEventSignal,
} from '../src/workflows/messages.ts';
import { aReservation, before, stayOf, steadyZone } from '../test/support/builders.ts';
import { anOracodeDoor } from '../test/support/simulator.ts';
import type { ReservationHandle, Stage } from '../test/support/stage-on-server.ts';

export const door = anOracodeDoor({ timeZone: steadyZone });

export interface Life {
  name: string;
  live: (stage: Stage) => Promise<ReservationHandle>;
}

const doorIds = [door.device_id];
const timeZone = steadyZone;
const farAhead = stayOf({ arrivesInDays: 20 });
const soon = stayOf({ arrivesInDays: 2 });

/** Lives of a reservation with one door, each to its end. */
export const lives: Life[] = [
  {
    name: 'quiet, booked 20 days ahead',
    live: (stage) => quiet(stage, aReservation({ doorIds, stay: farAhead, timeZone })),
  },
  {
    name: 'the same, booked without its time zone',
    live: (stage) => quiet(stage, aReservation({ doorIds, stay: farAhead })),
  },
  {
    name: 'quiet, booked inside the issue window',
    live: async (stage) => depart(stage, await stage.start(aReservation({ doorIds, stay: soon, timeZone }))),
  },
  {
    name: 'changed to other dates after the code exists',
    live: async (stage) => {
      const reservation = aReservation({ doorIds, stay: soon, timeZone });
      const run = await stage.start(reservation);
      await ready(stage, run);
      const moved = { ...reservation, revision: 2, stay: stayOf({ arrivesInDays: 4 }) };
      await run.executeUpdate(applyReservationUpdate, { args: [moved] });
      return depart(stage, run);
    },
  },
  {
    name: 'refused: a door Seam does not know',
    live: async (stage) => end(stage, await stage.start(aReservation({ doorIds: ['nowhere'], stay: soon }))),
  },
  {
    name: 'cancelled before the code exists',
    live: async (stage) => {
      const run = await stage.start(aReservation({ doorIds, stay: farAhead, timeZone }));
      await stage.settle(run);
      await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
      return end(stage, run);
    },
  },
  {
    name: 'cancelled after the code exists',
    live: async (stage) => {
      const run = await stage.start(aReservation({ doorIds, stay: soon, timeZone }));
      await ready(stage, run);
      await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
      return end(stage, run);
    },
  },
];

const quiet = async (stage: Stage, reservation: Reservation): Promise<ReservationHandle> => {
  const run = await stage.start(reservation);
  await stage.settle(run);
  await stage.passTo(run, before(farAhead.arrival, { days: 6, hours: 23 }));
  return depart(stage, run);
};

/** Seam sets a code within moments and says so, which reaches the run as its webhook would. */
const ready = async (stage: Stage, run: ReservationHandle): Promise<void> => {
  await stage.settle(run);
  const { doors } = await stage.stateOf(run);
  const code = doors[0]?.code;
  if (code && doors[0]?.state !== 'ready') {
    const event = { eventId: 'set', eventType: 'access_code.set_on_device', accessCodeId: code.accessCodeId };
    await run.signal(seamEventSignal, event);
    await stage.settle(run);
  }
};

const depart = async (stage: Stage, run: ReservationHandle): Promise<ReservationHandle> => {
  await ready(stage, run);
  return end(stage, run);
};

const end = async (stage: Stage, run: ReservationHandle): Promise<ReservationHandle> => {
  await stage.settle(run);
  await stage.passToEnd(run);
  return run;
};
