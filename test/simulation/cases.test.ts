import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Session } from '../../simulation/session.ts';
import { bundleWorkflows } from '../../simulation/staykey.ts';
import type { Action, StayWish, Step, Story } from '../../simulation/story/story.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let session: Session;
beforeAll(async () => {
  session = await Session.open(await bundleWorkflows());
}, 60_000);
afterAll(() => session.close());

const stay = (parts: Partial<StayWish> = {}): StayWish => ({
  inDays: 4,
  nights: 4,
  from: '15:00',
  to: '11:00',
  ...parts,
});

/** It begins at 8 in the morning by the doors' clock; the slot is from 15:00 to 11:00. */
const aStory = (steps: Step[], parts: Partial<Story> = {}): Story => ({
  seed: 1,
  luck: 1,
  startsAt: '2026-12-01T15:00:00Z',
  zone: 'America/Phoenix',
  doors: 1,
  levels: ['wide'],
  setAfterMs: 0,
  deferCreation: false,
  pinAt: 'create',
  webhooks: { lost: 0, twice: 0, mostDelayMs: SECOND },
  crashChance: 0,
  first: { stay: stay(), doors: [0], address: 'ada@guests.example', by: 'update' },
  steps,
  ...parts,
});

const after = (afterMs: number, action: Action): Step => ({ afterMs, ...action });
const changeTo = (wish: Partial<StayWish>): Action => ({
  do: 'change',
  stay: stay(wish),
  doors: null,
  by: 'update',
});
const slowly = (call: 'get' | 'door' | 'create', ms: number, times = 1): Action => ({
  do: 'fault',
  fault: { call, after: 0, times, fault: { kind: 'slow', ms } },
});
const reissue: Action = { do: 'lever', lever: 'reissue', door: 0 };
const readAgain: Action = { do: 'event', code: 0 };

/** What was made, sent and said. The judge finds nothing wrong with it, whatever else a test asks. */
const played = async (story: Story) => {
  const { violations, ledger } = await session.look(story);
  expect(violations).toEqual([]);
  const notices = ledger.notices.map(({ kind, cause, severity, text }) => ({ kind, cause, severity, text }));
  const pins = new Set(ledger.told.flatMap(({ doors }) => doors.flatMap(({ pin }) => pin ?? [])));
  return { codes: ledger.codes, notices, pins, answers: ledger.answers, ledger };
};

const saysNoCode = ({ text }: { text: string }): boolean => /no working code/i.test(text);
const givenUp = ({ kind }: { kind: string }): boolean => kind === 'live_code';

describe('several things at once', () => {
  test('a reissue while the old code is being read makes a second one, and only the old one is given up', async () => {
    const { codes, notices } = await played(
      aStory([
        after(10 * MINUTE, slowly('get', 8 * SECOND)),
        after(0, readAgain),
        after(3 * SECOND, reissue),
        after(HOUR, { do: 'wait' }),
      ]),
    );
    expect(codes).toHaveLength(2);
    const live = notices.filter(givenUp);
    expect(live.map(({ cause }) => cause)).toEqual(['reissued']);
    expect(live[0]?.text).toContain(codes[0]?.id);
  });

  test('a reissue while a failed read is tried again makes a second code too', async () => {
    const { codes, notices } = await played(
      aStory([
        after(10 * MINUTE, {
          do: 'fault',
          fault: { call: 'get', after: 0, times: 2, fault: { kind: 'failed' } },
        }),
        after(0, readAgain),
        after(SECOND, reissue),
        after(2 * HOUR, { do: 'wait' }),
      ]),
    );
    expect(codes).toHaveLength(2);
    expect(notices.filter(givenUp).map(({ cause }) => cause)).toEqual(['reissued']);
  });

  test('dates that change and change back before the door was looked at leave its code in use', async () => {
    const { codes, notices, pins } = await played(
      aStory([
        after(10 * MINUTE, { ...changeTo({ inDays: 6 }), by: 'signal' } as Action),
        after(0, { ...changeTo({}), by: 'signal' } as Action),
        after(DAY, { do: 'wait' }),
      ]),
    );
    expect(codes).toHaveLength(1);
    expect(pins.size).toBe(1);
    expect(notices).toEqual([]);
  });

  test('a door that is handled in an outage before its first plan follows later changes', async () => {
    const { codes, answers, pins } = await played(
      aStory(
        [
          after(0, { do: 'outage', minutes: 60 }),
          after(2 * MINUTE, { do: 'handle', door: 0, note: 'a key at the desk' }),
          after(3 * HOUR, changeTo({ inDays: 5 })),
          after(DAY, { do: 'wait' }),
        ],
        { first: { stay: stay(), doors: [0], address: 'ada@guests.example', by: 'signal' } },
      ),
    );
    expect(answers.map(({ outcome }) => outcome)).toEqual(['queued', 'changed']);
    expect(codes.length).toBeGreaterThan(0);
    expect(pins.size).toBe(1);
  });

  test('a right revision that comes while a typo in the past is being checked is served', async () => {
    const typo = { ...stay({ inDays: -10, nights: 3 }) };
    const { codes, pins, answers } = await played(
      aStory([after(0, slowly('door', 4 * SECOND, 2)), after(800, changeTo({ inDays: 3 }))], {
        first: { stay: typo, doors: [0], address: 'ada@guests.example', by: 'update' },
      }),
    );
    expect(answers.map(({ outcome }) => outcome)).not.toContain('dropped');
    expect(codes).toHaveLength(1);
    expect(pins.size).toBe(1);
  });

  test('one change of dates at 30 doors meets no limit of the server', async () => {
    const doors = Array.from({ length: 30 }, (_, index) => index);
    const { codes, notices } = await played(
      aStory([after(10 * MINUTE, changeTo({ inDays: 10 }))], {
        doors: 30,
        first: { stay: stay(), doors, address: 'ada@guests.example', by: 'update' },
      }),
    );
    expect(codes).toHaveLength(60);
    expect(notices.filter(({ cause }) => cause === 'stay_changed')).toHaveLength(30);
  });
});

describe('a code that works and a stay that changes', () => {
  const serves = (change: Step[]) => played(aStory([after(10 * MINUTE, { do: 'wait' }), ...change]));
  const keptWithoutAWord = async (change: Step[]) => {
    const { codes, notices, pins } = await serves(change);
    expect(codes).toHaveLength(1);
    expect(pins.size).toBe(1);
    expect(notices.filter(saysNoCode)).toEqual([]);
    return notices;
  };

  test('a guest who comes at 22:00 keeps the code', async () => {
    expect(await keptWithoutAWord([after(2 * DAY, changeTo({ inDays: 2, from: '22:00' }))])).toEqual([]);
  });

  test('a guest who comes at 2 in the night keeps the code', async () => {
    const night = changeTo({ inDays: 3, nights: 3, from: '02:00' });
    expect(await keptWithoutAWord([after(2 * DAY, night)])).toEqual([]);
  });

  test('a guest who leaves at 6 in the morning keeps the code, and staff know how long it opens the door', async () => {
    const early: Action = { do: 'extend', nights: -2, to: '06:00', by: 'update' };
    const notices = await keptWithoutAWord([after(5 * DAY, early)]);
    expect(notices.map(({ cause }) => cause)).toEqual(['outlives_stay']);
    expectNobodyLocksOut(notices);
  });

  test('a late check-out at 14:00 leaves the code in use to its end, and staff know from when there is none', async () => {
    const late: Action = { do: 'extend', nights: 0, to: '14:00', by: 'update' };
    const { codes, pins, notices } = await serves([after(8 * DAY, late)]);
    expect(codes).toHaveLength(1);
    expect(pins.size).toBe(1);
    expect(notices.filter(saysNoCode)).toEqual([]);
    expect(notices.some(({ text }) => text.includes('rest of the stay'))).toBe(true);
    expectNobodyLocksOut(notices);
  });

  test('30 nights that become 35 leave the code in use to its end', async () => {
    const longer: Action = { do: 'extend', nights: 5, to: '11:00', by: 'update' };
    const { codes, notices } = await played(
      aStory([after(30 * DAY, longer)], {
        first: {
          stay: stay({ inDays: 0, nights: 30 }),
          doors: [0],
          address: 'ada@guests.example',
          by: 'update',
        },
      }),
    );
    expect(codes).toHaveLength(1);
    expect(notices.filter(saysNoCode)).toEqual([]);
    expect(notices.some(({ text }) => text.includes('rest of the stay'))).toBe(true);
    expectNobodyLocksOut(notices);
  });

  test('a key that Seam refuses while the arrival moves by 15 minutes costs no code', async () => {
    const refused: Action = {
      do: 'fault',
      fault: { call: 'door', after: 0, times: 2, fault: { kind: 'unauthorized' } },
    };
    const notices = await keptWithoutAWord([
      after(2 * DAY, refused),
      after(MINUTE, changeTo({ inDays: 2, from: '15:15' })),
    ]);
    expect(notices.filter(givenUp)).toEqual([]);
  });

  test('a door whose zone Seam no longer names keeps its code when the arrival moves', async () => {
    const notices = await keptWithoutAWord([
      after(2 * DAY, { do: 'door', door: 0, becomes: 'withoutZone' }),
      after(MINUTE, changeTo({ inDays: 2, from: '16:00' })),
    ]);
    expect(notices.filter(givenUp)).toEqual([]);
  });

  test('a door whose slots were moved keeps its code when the arrival moves', async () => {
    const notices = await keptWithoutAWord([
      after(2 * DAY, { do: 'door', door: 0, becomes: 'narrow' }),
      after(MINUTE, changeTo({ inDays: 2, from: '16:00' })),
    ]);
    expect(notices.filter(givenUp)).toEqual([]);
  });
});

/** What staff are offered or asked never takes the code away from the guest who is using it. */
const expectNobodyLocksOut = (notices: { text: string; kind: string; cause: string }[]): void => {
  const harmful = notices.filter(
    ({ kind, cause, text }) =>
      (kind === 'live_code' && cause !== 'outlives_stay') || /Cancel stay|removed remotely/.test(text),
  );
  expect(harmful).toEqual([]);
};
