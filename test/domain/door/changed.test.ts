import { describe, expect, test } from 'vitest';
import { answered, changed } from '../../../src/domain/door/changed.ts';
import { heldCodeOf, noticesOf, phaseOf, segmentOf } from '../../../src/domain/door/door.ts';
import { stateOfDoor } from '../../../src/domain/door/door-state.ts';
import type { Answer } from '../../../src/domain/door/events.ts';
import {
  after,
  codeFor,
  elsewhen,
  fresh,
  issued,
  lateIn,
  lateOut,
  longer,
  made,
  now,
  sent,
  serving,
  stay,
  following,
  toldOf,
  validated,
} from './builders.ts';

const idOf = (door: Parameters<typeof heldCodeOf>[0]) => heldCodeOf(door)?.code.accessCodeId ?? null;
const causesOf = (door: Parameters<typeof noticesOf>[0]) =>
  noticesOf(door)
    .filter(({ closed }) => closed === null)
    .map(({ code, cause }) => [code.accessCodeId, cause]);

test('a door comes to its code step by step', () => {
  const states = [after(), after(validated()), after(validated(), sent(1)), serving()].map(stateOfDoor);
  expect(states).toEqual(['validating', 'not_yet_due', 'creating', 'ready']);
});

describe('an answer to a question of before', () => {
  const asked = after(validated(), sent(1));
  const elsewhere = following(asked, { is: 'stay_changed', stay: elsewhen });
  const late = (event: Answer) => answered(elsewhere, asked.epoch, event, now);

  test('says nothing of the stay as it is now', () => {
    expect(late({ is: 'validated', stay, plan: made(stay, null).plan })).toBe(elsewhere);
  });

  test('still brings the code that it made, which has its notice once the stay is known not to need it', () => {
    const door = late(issued(1) as Answer);
    expect(causesOf(door)).toEqual([['code-1', 'stay_changed']]);
    expect(idOf(following(door, validated(elsewhen)))).toBeNull();
  });

  test('takes the token: the next code has another', () => {
    expect(late(issued(1) as Answer).version).toBe(2);
  });
});

describe('a code that is there is compared with the stay itself', () => {
  const changedTo = (other: typeof stay) =>
    following(serving(), { is: 'stay_changed', stay: other }, validated(other));

  test('one that covers a later arrival serves on, although no slot opens then', () => {
    const door = changedTo(lateIn);
    expect([stateOfDoor(door), idOf(door), causesOf(door)]).toEqual(['ready', 'code-1', []]);
  });

  test('one that covers it serves on also while Seam gives no plan, but only the instants', () => {
    const { arrivalAt, departureAt } = made(lateIn, null).plan;
    const times = { arrivalAt: arrivalAt ?? '', departureAt: departureAt ?? '' };
    const silence = { is: 'unanswered', reason: 'down', askAgainAt: now, stay: lateIn, times } as const;
    const door = following(serving(), { is: 'stay_changed', stay: lateIn }, silence);
    expect([stateOfDoor(door), idOf(door)]).toEqual(['ready', 'code-1']);
  });

  test('one that covers a part keeps working to its end where no other can be made', () => {
    const door = changedTo(lateOut);
    expect([stateOfDoor(door), idOf(door), causesOf(door)]).toEqual(['refused', 'code-1', []]);
  });

  test('one that covers a part stands in until the next is ready, and is given up then', () => {
    const planned = changedTo(longer);
    expect([stateOfDoor(planned), idOf(planned), causesOf(planned)]).toEqual(['not_yet_due', 'code-1', []]);
    const unready = { ...codeFor(longer, 2), hasPin: false, pinMark: null };
    const waiting = following(planned, sent(2), issued(2, longer, unready));
    expect(segmentOf(waiting).standIn?.held.code.accessCodeId).toBe('code-1');
    const done = following(waiting, { is: 'read', accessCodeId: 'code-2', code: codeFor(longer, 2) });
    expect([idOf(done), causesOf(done)]).toEqual(['code-2', [['code-1', 'stay_changed']]]);
  });

  test('one that does not cover it at all is given up at once', () => {
    expect(causesOf(changedTo(elsewhen))).toEqual([['code-1', 'stay_changed']]);
  });

  test('one given up before serves again when the plans change back, without another being made', () => {
    const back = following(changedTo(elsewhen), { is: 'stay_changed', stay }, validated());
    expect([stateOfDoor(back), idOf(back), causesOf(back)]).toEqual(['ready', 'code-1', []]);
  });
});

describe('a reissue', () => {
  test('makes another code; the old one serves until it is ready, and only then is it said to be replaced', () => {
    const asked = following(serving(), { is: 'reissue' });
    expect([idOf(asked), causesOf(asked)]).toEqual(['code-1', []]);
    const done = following(asked, sent(2), issued(2));
    expect([idOf(done), causesOf(done)]).toEqual(['code-2', [['code-1', 'reissued']]]);
    expect(noticesOf(done)[0]?.replacedBy).toBe('code-2');
  });

  test('is not undone by an answer about the old code that was under way', () => {
    const before = serving();
    const asked = following(before, { is: 'reissue' });
    const read: Answer = { is: 'read', accessCodeId: 'code-1', code: codeFor(stay, 1) };
    const door = answered(asked, before.epoch, read, now);
    expect([phaseOf(door).is, idOf(door)]).toEqual(['planned', 'code-1']);
  });

  test('never takes the old code for the new one', () => {
    const door = following(serving(), { is: 'reissue' }, sent(2), issued(2, stay, codeFor(stay, 1)));
    expect(phaseOf(door).is).toBe('planned');
    expect(door.version).toBeGreaterThan(2);
  });
});

describe('a cancellation', () => {
  test('gives up every code, and what a lost request may have made is looked for', () => {
    expect(causesOf(following(serving(), { is: 'not_wanted', cause: 'cancelled' }))).toEqual([
      ['code-1', 'cancelled'],
    ]);
    const lost = after(validated(), sent(1), {
      is: 'create_lost',
      version: 1,
      reason: 'lost',
      askAgainAt: now,
    });
    const found = { is: 'looked', version: 1, found: [codeFor(stay, 1)] } satisfies Answer;
    expect(causesOf(following(lost, { is: 'not_wanted', cause: 'cancelled' }, found))).toEqual([
      ['code-1', 'cancelled'],
    ]);
  });

  test('is the cause now also of a code that was given up for a change before', () => {
    const moved = following(serving(), { is: 'stay_changed', stay: elsewhen }, validated(elsewhen));
    expect(causesOf(following(moved, { is: 'not_wanted', cause: 'cancelled' }))).toEqual([
      ['code-1', 'cancelled'],
    ]);
  });
});

test('a door that somebody handles is served again when the stay changes', () => {
  const handled = following(fresh(), { is: 'handled', note: 'key at the desk' });
  expect(stateOfDoor(handled)).toBe('handled_by_hand');
  expect(stateOfDoor(following(handled, { is: 'stay_changed', stay: longer }))).toBe('validating');
});

test('an accepted notice is open again when somebody new is in the code’s way, unless the code was disabled', () => {
  const cancelled = following(serving(), { is: 'not_wanted', cause: 'cancelled' });
  const noticeId = noticesOf(cancelled)[0]?.noticeId ?? '';
  const assessment = { isWireless: null, doorName: 'Front', overlaps: [] };
  const accept = (option: 'let_expire' | 'visit_door') =>
    following(
      cancelled,
      { is: 'assessed', noticeId, code: codeFor(stay, 1), assessment },
      { is: 'acknowledged', noticeId, option, by: 'Kim' },
      {
        is: 'neighbour',
        isOver: false,
        stay: {
          reservationId: 'R2',
          workflowId: 'w2',
          arrivalAt: '2026-12-03T00:00:00.000Z',
          departureAt: '2026-12-04T00:00:00.000Z',
        },
      },
    );
  expect(noticesOf(accept('let_expire'))[0]?.closed).toBeNull();
  expect(noticesOf(accept('visit_door'))[0]?.closed).not.toBeNull();
});

test('a message that arrives is known of a code by its id, whatever became of it meanwhile', () => {
  const untold = after(validated(), sent(1), issued(1));
  const cancelled = following(untold, { is: 'not_wanted', cause: 'cancelled' });
  expect(noticesOf(cancelled)[0]?.wasDelivered).toBe(false);
  expect(noticesOf(changed(cancelled, toldOf(codeFor(stay, 1)), now))[0]?.wasDelivered).toBe(true);
});
