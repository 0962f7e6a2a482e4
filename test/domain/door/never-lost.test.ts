import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answered, changed } from '../../../src/domain/door/changed.ts';
import { heldCodesOf, noticesOf, type Door } from '../../../src/domain/door/door.ts';
import type { Answer, DoorEvent } from '../../../src/domain/door/events.ts';
import { nextGuardStep } from '../../../src/domain/door/guard-step.ts';
import { nextStep } from '../../../src/domain/door/next-step.ts';
import { codeFor, elsewhen, fresh, lateIn, lateOut, longer, made, MINUTE, now, stay } from './builders.ts';

const stays = [stay, longer, elsewhen, lateIn, lateOut];

/** What may happen, by a name; the answers are those that belong to the door's next step. */
const happening = fc.oneof(
  { weight: 8, arbitrary: fc.constant('answer' as const) },
  { weight: 2, arbitrary: fc.constant('silence' as const) },
  { weight: 5, arbitrary: fc.constant('question' as const) },
  { weight: 3, arbitrary: fc.record({ stay: fc.constantFrom(...stays) }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<DoorEvent>(
      { is: 'not_wanted', cause: 'cancelled' },
      { is: 'not_wanted', cause: 'door_dropped' },
      { is: 'wanted_again', stay },
      { is: 'reissue' },
      { is: 'hold' },
      { is: 'release' },
      { is: 'handled', note: 'key at the desk' },
      { is: 'resume' },
      { is: 'retry' },
    ),
  },
);

interface Play {
  door: Door;
  /** The question that is under way, with the epoch it was put in. */
  asked: { epoch: number; step: ReturnType<typeof nextStep> } | null;
  /** Codes Seam has, none of which ends while the test plays. */
  codes: string[];
}

const post = (play: Play, event: DoorEvent): void => void (play.door = changed(play.door, event, now));

const answerTo = (play: Play): Answer | null => {
  const { step } = play.asked ?? {};
  switch (step?.do) {
    case 'validate':
      return {
        is: 'validated',
        stay: step.stay,
        plan: made(step.stay as typeof stay, null).plan,
      };
    case 'create': {
      const outcome = made(step.stay as typeof stay, null);
      if (outcome.plan.problems.length > 0)
        return { is: 'issued', stay: step.stay, version: step.version, outcome };
      const code = codeFor(step.stay as typeof stay, step.version, `code-${play.codes.length + 1}`);
      play.codes.push(code.accessCodeId);
      return { is: 'issued', stay: step.stay, version: step.version, outcome: { ...outcome, code } };
    }
    case 'look':
      return { is: 'looked', version: step.version, found: [] };
    case 'read':
    case 'raise_problems':
    case 'raise_undelivered':
    case 'raise_deadlines':
    case 'withdraw':
    case 'end':
    case 'wait':
    case 'rest':
    case undefined:
      return null;
  }
};

const ask = (play: Play): void => {
  const step = nextStep(play.door, now);
  if (step.do === 'validate') post(play, { is: 'validation_asked' });
  if (step.do === 'create') post(play, { is: 'create_sent', version: step.version });
  play.asked = { epoch: play.door.epoch, step };
};

const take = (
  play: Play,
  what: 'answer' | 'silence' | 'question' | { stay: typeof stay } | DoorEvent,
): void => {
  if (typeof what === 'object') {
    post(play, 'stay' in what && !('is' in what) ? { is: 'stay_changed', stay: what.stay } : what);
    return;
  }
  // A question that is under way is answered first, whatever was said meanwhile: a door has one at a time.
  if (play.asked === null) ask(play);
  if (what === 'question') return;
  const { epoch = 0, step } = play.asked ?? {};
  const silence: Answer | null =
    step?.do === 'create'
      ? { is: 'create_lost', version: step.version, reason: 'lost', askAgainAt: now }
      : null;
  const answer = what === 'silence' ? silence : answerTo(play);
  if (answer) play.door = answered(play.door, epoch, answer, now);
  play.asked = null;
};

test('whatever happens in whatever order, a code that opens the door is in use or has its notice, once', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const play: Play = { door: fresh(), asked: null, codes: [] };
      for (const what of happenings) {
        take(play, what);
        const held = heldCodesOf(play.door).map(({ code }) => code.accessCodeId);
        const noticed = noticesOf(play.door)
          .filter(({ closed, cause }) => closed === null && cause !== 'outlives_stay')
          .map(({ code }) => code.accessCodeId);
        expect([...held, ...noticed].sort()).toEqual([...play.codes].sort());
      }
    }),
    { numRuns: 2_000 },
  );
});

test('whatever happens, every wait has an end that a clock can reach, or only a message can end it', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const play: Play = { door: fresh(), asked: null, codes: [] };
      for (const what of happenings) take(play, what);
      for (const step of [nextStep(play.door, now), nextGuardStep(play.door, now)]) {
        if (step.do === 'wait') expect(step.until).toBeGreaterThan(now);
        expect(step).not.toMatchObject({ until: NaN });
      }
      const later = nextStep(play.door, now + MINUTE);
      const soon = nextStep(play.door, now);
      // Asked again before anything is due it says the same, or a wait would begin anew with each message.
      if (soon.do === 'wait' && soon.until > now + MINUTE) expect(later).toEqual(soon);
    }),
    { numRuns: 2_000 },
  );
});
