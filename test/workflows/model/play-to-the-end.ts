import { openStage } from '../../support/stage.ts';
import { instantOf } from '../../support/builders.ts';
import { checkArrival, checkEnd, checkNow, lastEnd, listen } from './invariants.ts';
import { open, pass, play, type Play } from './play.ts';
import type { Story } from './steps.ts';
import { doors } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
// Deadlines of a stay that came too late for them are raised five minutes after it came.
const GRACE_MS = 6 * MINUTE;

/** Plays the story and goes on until the guest has left and every code has expired; checks after each step. */
export const playToTheEnd = async (story: Story): Promise<void> => {
  const setAfterMs = story.setAfterMinutes * MINUTE;
  await using stage = await openStage({ world: doors, settingAfterMs: setAfterMs, setAfterMs });
  const reservation = await open(stage, story);
  listen(reservation);
  await check(reservation);
  for (const step of story.steps) {
    await play(reservation, step);
    await check(reservation);
  }

  await passUntil(
    reservation,
    Math.max(Date.parse(instantOf(reservation.said.stay.arrival)), reservation.saidAt) + GRACE_MS,
  );
  await check(reservation);
  await checkArrival(reservation);
  await passUntil(reservation, lastEnd(reservation) + DAY);
  await check(reservation);
  await checkEnd(reservation);
};

const check = async (reservation: Play): Promise<void> => {
  await reservation.stage.settle(reservation.run);
  await checkNow(reservation);
};

const passUntil = (reservation: Play, instant: number): Promise<void> =>
  pass(reservation, instant - Date.parse(reservation.stage.simulator.now()));
