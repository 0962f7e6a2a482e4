import { expect } from 'vitest';
import type { Reservation } from '../../../src/domain/reservation.ts';
import type { ReservationState } from '../../../src/domain/reservation-state.ts';
import { optionsFor } from '../../../src/domain/live-code.ts';
import {
  acknowledgeUpdate,
  applyReservationUpdate,
  cancelReservationUpdate,
  holdUpdate,
  markHandledUpdate,
  reissueUpdate,
  releaseUpdate,
  retryUpdate,
  seamEventSignal,
} from '../../../src/workflows/messages.ts';
import { aReservation } from '../../support/builders.ts';
import { fastForward, virtualNow } from '../../support/time-skipping.ts';
import type { ReservationHandle, Stage } from '../../support/stage.ts';
import type { Step, Story } from './steps.ts';
import { doors, stayFrom } from './world.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The tiny model: what the PMS said last is all a run may follow. */
export interface Play {
  stage: Stage;
  run: ReservationHandle;
  said: Reservation;
  /** Since when that stay is followed, simulated time. */
  saidAt: number;
  /** Codes for which there was a notice, also in an earlier run of the reservation. */
  noticed: Set<string>;
  complaints: string[];
}

const idsOf = (indexes: readonly number[]): string[] => indexes.map((index) => doors[index]?.device_id ?? '');

export const open = async (stage: Stage, story: Story): Promise<Play> => {
  const said = aReservation({
    doorIds: idsOf(story.doors),
    stay: stayFrom(stage.simulator.now(), story.stay),
  });
  const saidAt = Date.parse(stage.simulator.now());
  const run = await stage.start(said);
  return { stage, run, said, saidAt, noticed: new Set(), complaints: [] };
};

export const isRunning = async ({ run }: Play): Promise<boolean> =>
  (await run.describe()).status.name === 'RUNNING';

/** What happens, where it can: a run that is over hears only of a new revision. */
export const play = async (of: Play, step: Step): Promise<void> => {
  const { stage, run, said } = of;
  const { simulator } = stage;
  const next = (change: Partial<Reservation>) => ({ ...said, revision: said.revision + 1, ...change });
  switch (step.do) {
    case 'pass':
      return pass(of, step.minutes * MINUTE);
    case 'fault':
      return void simulator.addFault(step.fault);
    case 'change': {
      const stay = stayFrom(simulator.now(), step.stay);
      return say(of, next({ stay, doorIds: idsOf(step.doors) }), step.by);
    }
    case 'changeGuest':
      return say(of, next({ guest: { name: 'Ada Rivers', email: 'rivers@guests.example' } }), 'update');
    case 'rebook':
      if (said.status === 'confirmed') return;
      return say(of, next({ status: 'confirmed' }), 'signal');
    case 'repeatOrStale':
    case 'cancel':
    case 'retry':
    case 'hold':
    case 'release':
    case 'reissue':
    case 'markHandled':
    case 'acknowledge':
    case 'hint':
    case 'codeError':
    case 'newPin':
    case 'removeCode':
      if (await isRunning(of)) await playOnRun(of, run, step);
  }
};

type OnRun = Exclude<Step, { do: 'pass' | 'fault' | 'change' | 'changeGuest' | 'rebook' }>;

const playOnRun = async (of: Play, run: ReservationHandle, step: OnRun): Promise<void> => {
  const { stage, said } = of;
  const { simulator } = stage;
  const before = await stage.stateOf(run);
  const doorOf = (index: number) => {
    const [doorId = ''] = idsOf([index]);
    return before.doors.find((door) => door.doorId === doorId);
  };
  switch (step.do) {
    case 'repeatOrStale': {
      const old = {
        ...said,
        revision: said.revision - step.behind,
        stay: stayFrom(simulator.now(), step.stay),
      };
      const answer = await run.executeUpdate(applyReservationUpdate, { args: [old] });
      expect(answer.outcome).toBe('dropped');
      expect(planned(answer.state)).toEqual(planned(before));
      return;
    }
    case 'cancel': {
      const revision = said.revision + 1;
      await run.executeUpdate(cancelReservationUpdate, { args: [{ revision }] });
      of.said = { ...said, revision, status: 'cancelled' };
      return;
    }
    case 'retry':
    case 'hold':
    case 'release': {
      const door = doorOf(step.door);
      const update = { retry: retryUpdate, hold: holdUpdate, release: releaseUpdate }[step.do];
      if (door) await run.executeUpdate(update, { args: [{ doorId: door.doorId }] });
      return;
    }
    case 'reissue': {
      const door = doorOf(step.door);
      if (door?.code) await run.executeUpdate(reissueUpdate, { args: [{ doorId: door.doorId }] });
      return;
    }
    case 'markHandled': {
      const door = doorOf(step.door);
      if (door)
        await run.executeUpdate(markHandledUpdate, { args: [{ doorId: door.doorId, note: step.note }] });
      return;
    }
    case 'acknowledge': {
      const live = before.doors.flatMap((door) => door.orphanedCodes).find(({ closed }) => closed === null);
      const [option] = live ? optionsFor(live) : [];
      if (!live || !option) return;
      const acknowledgement = { noticeId: live.noticeId, option: option.name, by: 'Kim' };
      await run.executeUpdate(acknowledgeUpdate, { args: [acknowledgement] });
      return;
    }
    case 'hint': {
      const current = before.doors.flatMap(({ code }) => (code ? [code.accessCodeId] : []));
      const live = before.doors.flatMap((door) => door.orphanedCodes.map(({ code }) => code.accessCodeId));
      const ids = { 'its code': current, 'its live codes': live, 'an unknown code': ['nobody-knows-it'] };
      for (const accessCodeId of ids[step.of]) await hint(run, accessCodeId);
      return;
    }
    case 'codeError':
    case 'newPin':
    case 'removeCode': {
      const accessCodeId = doorOf(step.door)?.code?.accessCodeId;
      if (accessCodeId === undefined) return;
      simulator.changeAccessCode(accessCodeId, changeOf(step));
      return hint(run, accessCodeId);
    }
  }
};

const changeOf = (step: Extract<Step, { do: 'codeError' | 'newPin' | 'removeCode' }>) => {
  switch (step.do) {
    case 'codeError':
      return { errors: step.error === null ? [] : [{ error_code: step.error, message: 'As played' }] };
    case 'newPin':
      return { code: step.pin };
    case 'removeCode':
      return { deleted: true };
  }
};

const hint = (run: ReservationHandle, accessCodeId: string): Promise<void> =>
  run.signal(seamEventSignal, { eventId: 'played', eventType: 'access_code.played', accessCodeId });

/** By signal-with-start where the run is over: only that begins another one. */
const say = async (of: Play, next: Reservation, by: 'update' | 'signal'): Promise<void> => {
  const { stage, run, said } = of;
  const isOver = !(await isRunning(of));
  if (isOver || by === 'signal') of.run = await stage.start(next);
  else await run.executeUpdate(applyReservationUpdate, { args: [next] });
  const isNewStay = next.stay.arrival !== said.stay.arrival || next.stay.departure !== said.stay.departure;
  of.said = next;
  if (isNewStay || isOver) of.saidAt = Date.parse(stage.simulator.now());
  if (!isOver) return;
  // A new run begins at the real time, behind the simulator.
  const behind =
    Date.parse(stage.simulator.now()) - (await virtualNow(stage.client, of.run.workflowId)).getTime();
  if (behind > MINUTE) await skip(of, behind);
};

// A day at a time: the simulator's clock goes first, and a run a day behind it is near enough to a run on time.
export const pass = async (of: Play, ms: number): Promise<void> => {
  for (let rest = ms; rest > 0; rest -= DAY) {
    const part = Math.min(rest, DAY);
    of.stage.simulator.advance(part);
    if (await isRunning(of)) await skip(of, part);
  }
};

const skip = async (of: Play, ms: number): Promise<void> => {
  await of.stage.settle(of.run);
  await fastForward(of.stage.client, of.run.workflowId, ms).catch(async (error: unknown) => {
    if (await isRunning(of)) throw error;
  });
  await of.stage.settle(of.run);
};

const planned = ({ revision, stay, doors: all }: ReservationState) => ({
  revision,
  stay,
  doors: all.map(({ doorId, plan, code, orphanedCodes }) => [
    doorId,
    plan,
    code?.accessCodeId,
    orphanedCodes.map(({ code: { accessCodeId } }) => accessCodeId),
  ]),
});
