import { Chance } from '../chance.ts';
import { seamCalls, type CallFault } from '../seam/faults.ts';
import type { Level } from '../seam/doors.ts';
import type { Action, StayWish, Step, Story } from './story.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A story from a seed. Changes come often, and most of them when there is a code already. */
export const storyOf = (seed: number): Story => {
  const chance = new Chance(seed);
  // Those take as long as a hundred others.
  const doors = chance.isHit(0.004) ? chance.between(10, 50) : chance.weighted({ 1: 6, 2: 3, 3: 1 });
  const count = Number(doors);
  const isLong = chance.isHit(0.005);
  const steps = isLong ? chance.between(60, 120) : chance.between(3, count > 3 ? 8 : 22);
  const start = Date.parse('2026-12-01T00:00:00Z') + chance.below(300) * DAY + chance.below(24) * HOUR;
  const levels: Level[][] = [['wide', 'narrow'], ['wide'], ['wide', 'narrow', 'late']];
  return {
    seed,
    luck: seed,
    startsAt: new Date(start + chance.below(HOUR)).toISOString(),
    zone: chance.pick(['America/Phoenix', 'America/Phoenix', 'Europe/Berlin', 'Asia/Kolkata']),
    doors: count,
    levels: chance.pick(levels),
    setAfterMs: chance.pick([0, 0, 2 * SECOND, 3 * MINUTE, 3 * HOUR]),
    deferCreation: chance.isHit(0.1),
    pinAt: chance.pick(['create', 'setting', 'set']),
    webhooks: chance.pick([
      { lost: 0, twice: 0.1, mostDelayMs: 2 * SECOND },
      { lost: 0.3, twice: 0.3, mostDelayMs: 2 * MINUTE },
      { lost: 0.9, twice: 0, mostDelayMs: HOUR },
    ]),
    crashChance: chance.pick([0, 0, 0.03, 0.15]),
    first: {
      stay: aStay(chance),
      doors: someDoors(chance, count, true),
      address: chance.isHit(0.9) ? 'ada@guests.example' : null,
      by: aWay(chance),
    },
    steps: Array.from({ length: steps }, () => aStep(chance, count)),
  };
};

const aStep = (chance: Chance, doors: number): Step => ({
  afterMs: aPause(chance),
  ...anAction(chance, doors),
});

const aPause = (chance: Chance): number => {
  switch (chance.weighted({ none: 3, moment: 5, seconds: 4, minutes: 5, hours: 3, days: 2 })) {
    case 'none':
      return 0;
    case 'moment':
      return chance.below(400);
    case 'seconds':
      return chance.below(30 * SECOND);
    case 'minutes':
      return chance.below(90 * MINUTE);
    case 'hours':
      return chance.below(20 * HOUR);
    case 'days':
      return chance.below(5 * DAY);
  }
};

const aStay = (chance: Chance): StayWish => ({
  // The PMS may have the wrong month: such a stay is over before it begins.
  inDays: chance.pick([0, 0, 1, 1, 2, 3, 3, 5, 6, 8, 20, -40]),
  nights: chance.pick([1, 1, 2, 3, 4, 7, 14, 30]),
  from: chance.pick(['15:00', '15:00', '16:00', '16:00', '18:00', '19:00', '14:30']),
  to: chance.pick(['11:00', '11:00', '10:00', '08:00', '07:30', '18:00']),
});

const someDoors = (chance: Chance, count: number, isFirst: boolean): number[] => {
  const all = Array.from({ length: count }, (_, index) => index);
  if (isFirst ? chance.isHit(0.8) : chance.isHit(0.4)) return all;
  return chance
    .shuffled(all)
    .slice(0, Math.max(1, chance.below(count + 1)))
    .sort((a, b) => a - b);
};

const aWay = (chance: Chance) => chance.pick(['update', 'signal'] as const);

const weights = {
  change: 9,
  extend: 6,
  guest: 2,
  repeat: 3,
  cancel: 2.5,
  rebook: 2.5,
  burst: 0.15,
  lever: 6,
  handle: 1.5,
  acknowledge: 3,
  event: 3,
  fault: 8,
  outage: 1,
  lag: 1,
  channelsDown: 0.8,
  workerGone: 1,
  removeCode: 1,
  newPin: 1,
  codeError: 1,
  noEnd: 0.3,
  door: 1.2,
  neighbour: 2,
  neighbourCancels: 0.7,
  cancelRun: 0.3,
  wait: 6,
} satisfies Record<Action['do'], number>;

const anAction = (chance: Chance, doors: number): Action => {
  const what = chance.weighted(weights);
  const door = chance.below(doors);
  const by = aWay(chance);
  const code = chance.below(4);
  switch (what) {
    case 'change': {
      const isMove = chance.isHit(0.35);
      return {
        do: what,
        stay: isMove && chance.isHit(0.7) ? null : aStay(chance),
        doors: isMove ? someDoors(chance, doors, false) : null,
        by,
      };
    }
    case 'extend': {
      const to = chance.pick(['11:00', '10:00', '08:00', '18:00', '13:00']);
      return { do: what, nights: chance.pick([-2, -1, -1, 0, 0, 1, 1, 3, 40]), to, by };
    }
    case 'guest':
      return { do: what, address: chance.pick(['bea@guests.example', 'ada@guests.example', null]), by };
    case 'repeat':
      return { do: what, behind: chance.below(3), by };
    case 'cancel':
    case 'cancelRun':
    case 'wait':
      return what === 'cancel' ? { do: what, by } : { do: what };
    case 'rebook':
      return { do: what, stay: chance.isHit(0.4) ? aStay(chance) : null, by };
    case 'burst':
      return {
        do: what,
        count: chance.pick([5, 5, 20, 20, 200]),
        pauseMs: chance.pick([0, 20, 3 * SECOND]),
        by,
      };
    case 'lever': {
      const lever = chance.weighted({ retry: 3, hold: 1.5, release: 2, reissue: 3, resend: 1 });
      return { do: what, lever, door: lever !== 'reissue' && chance.isHit(0.4) ? null : door };
    }
    case 'handle':
      return { do: what, door, note: chance.pick(['key at the desk', 'key at the desk', '']) };
    case 'acknowledge':
      return { do: what, notice: chance.below(4), option: chance.below(3) };
    case 'event':
    case 'removeCode':
    case 'noEnd':
      return { do: what, code };
    case 'fault':
      return {
        do: what,
        fault: {
          call: chance.isHit(0.3) ? null : chance.pick([...seamCalls, 'create', 'create']),
          after: chance.pick([0, 0, 0, 1, 2]),
          times: chance.pick([1, 1, 2, 3, 8]),
          fault: aFault(chance),
        },
      };
    case 'outage':
      return { do: what, minutes: outageMinutes(chance, doors) };
    case 'workerGone':
      return { do: what, minutes: chance.pick([0.1, 2, 30, 600, 2_880]) };
    case 'lag':
      return {
        do: what,
        lagMs: chance.pick([5 * SECOND, MINUTE, 20 * MINUTE]),
        minutes: chance.pick([5, 120]),
      };
    case 'channelsDown':
      return { do: what, minutes: chance.pick([1, 30, 600]) };
    case 'newPin':
      return { do: what, code, pin: chance.pick(['*012345', '#998877', '000111']) };
    case 'codeError':
      return {
        do: what,
        code,
        error: chance.pick([
          'no_space_for_access_code_on_device',
          'account_disconnected',
          'unheard_of',
          null,
          null,
        ]),
      };
    case 'door':
      return {
        do: what,
        door,
        becomes: chance.pick([
          'withoutZone',
          'withZone',
          'withZone',
          'gone',
          'narrow',
          'wide',
          'wide',
          'late',
        ]),
      };
    case 'neighbour':
      return { do: what, door, inDays: chance.below(12), nights: chance.between(1, 4) };
    case 'neighbourCancels':
      return { do: what, neighbour: chance.below(3) };
  }
};

// Days without Seam are hundreds of questions: a few of them are enough.
const outageMinutes = (chance: Chance, doors: number): number => {
  if (doors > 3) return chance.pick([1, 30, 240]);
  return chance.isHit(0.05) ? 4_320 : chance.pick([1, 5, 5, 30, 30, 120, 240, 240, 1_440]);
};

const aFault = (chance: Chance): CallFault => {
  const kind = chance.weighted({
    failed: 3,
    unauthorized: 1,
    rateLimited: 2,
    notSent: 2,
    answerLost: 4,
    timedOut: 3,
    zombie: 2,
    slow: 3,
  });
  switch (kind) {
    case 'rateLimited':
      return { kind, retryAfterMs: chance.pick([null, 2 * SECOND, 45 * SECOND]) };
    case 'zombie':
      return { kind, afterMs: chance.pick([30 * SECOND, 4 * MINUTE, 45 * MINUTE]) };
    case 'slow':
      return { kind, ms: chance.between(500, 9_000) };
    case 'failed':
    case 'unauthorized':
    case 'notSent':
    case 'answerLost':
    case 'timedOut':
      return { kind };
  }
};
