import { describe, expect, test } from 'vitest';
import { judgeMoment, judgeStory } from '../../simulation/judge/judge.ts';
import { emptyLedger, type JudgedState, type Ledger } from '../../simulation/judge/ledger.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const now = Date.parse('2026-12-01T08:00:00Z');
const all = { except: [] };

const aLedger = (parts: Partial<Ledger> = {}): Ledger => ({
  ...emptyLedger(),
  codes: [
    {
      id: 'code-1',
      doorId: 'door-1',
      madeAt: now - DAY,
      startsAt: now + 2 * DAY,
      endsAt: now + 5 * DAY,
      goneAt: null,
      goneHeardAt: null,
      pins: [{ pin: '0012', since: now - DAY }],
      setAt: now - DAY,
      brokenSince: null,
    },
  ],
  stays: [aStay()],
  ...parts,
});

const aStay = (parts: Partial<Ledger['stays'][0]> = {}): Ledger['stays'][0] => ({
  revision: 1,
  isConfirmed: true,
  doorIds: ['door-1'],
  arrivalAt: now + 2 * DAY + HOUR,
  departureAt: now + 5 * DAY,
  sentAt: now - DAY,
  takenAt: now - DAY,
  isRepeated: false,
  ...parts,
});

const aState = (parts: Partial<JudgedState['doors'][0]> = {}, revision = 1): JudgedState => ({
  revision,
  listedCodes: [],
  doors: [{ doorId: 'door-1', state: 'ready', codeId: 'code-1', standInId: null, liveCodes: [], ...parts }],
});

const aNotice = (parts: Partial<Ledger['notices'][0]>): Ledger['notices'][0] => ({
  at: now,
  id: 'n',
  kind: 'deadline',
  severity: 'low',
  cause: 'creating',
  text: '',
  doorId: 'door-1',
  ...parts,
});

const told = (at: number): Ledger['told'][0] => ({
  at,
  arrivalAt: now + 2 * DAY + HOUR,
  departureAt: now + 5 * DAY,
  doors: [{ doorId: 'door-1', pin: '0012' }],
});

const rulesBrokenAt = (ledger: Ledger, state: JudgedState | null) =>
  judgeMoment(ledger, state, now, all).map(({ rule }) => rule);
const rulesBroken = (ledger: Ledger) => judgeStory(ledger, now + 9 * DAY, all).map(({ rule }) => rule);

describe('at a moment of rest', () => {
  test('a code that serves its stay is in order', () => {
    expect(rulesBrokenAt(aLedger(), aState())).toEqual([]);
  });

  test('a live code that nobody wants needs a notice', () => {
    const cancelled = aLedger({ stays: [aStay(), aStay({ revision: 2, isConfirmed: false })] });
    const state = aState({ codeId: null, state: 'cancelled' }, 2);
    expect(rulesBrokenAt(cancelled, state)).toEqual(['a live code nobody wants has one notice']);
    const live = { codeId: 'code-1', noticeId: 'n', closed: null, overlaps: [] };
    const sent = { ...cancelled, notices: [aNotice({ kind: 'live_code', text: 'Code code-1 opens' })] };
    const listed = (cause: string) => aState({ codeId: null, liveCodes: [{ ...live, cause }] }, 2);
    expect(rulesBrokenAt(sent, listed('cancelled'))).toEqual([]);
    expect(rulesBrokenAt(sent, listed('stay_changed'))).toEqual(['the cause of a notice is true now']);
  });

  test('a code that covers the stay is not given up for none', () => {
    const live = { codeId: 'code-1', noticeId: 'n', cause: 'stay_changed', closed: null, overlaps: [] };
    const ledger = aLedger({ notices: [aNotice({ kind: 'live_code', text: 'Code code-1 opens' })] });
    const state = aState({ codeId: null, state: 'refused', liveCodes: [live] });
    expect(rulesBrokenAt(ledger, state)).toEqual(['a code that covers the stay is kept']);
  });

  test('the newest revision is followed, and somebody is there to follow it', () => {
    const ledger = aLedger({ stays: [aStay(), aStay({ revision: 2 })] });
    expect(rulesBrokenAt(ledger, aState())).toEqual(['the run follows the newest revision']);
    expect(rulesBrokenAt(ledger, null)).toContain('the run follows the newest revision');
  });

  test('a door for which another code is made is not ready with the old one', () => {
    const says = 'Code code-1 stays live. It serves until the new one is ready.';
    const asked = { at: now - HOUR, lever: 'reissue' as const, doorId: 'door-1', isUncertain: false };
    expect(rulesBrokenAt(aLedger({ levers: [{ ...asked, says }] }), aState())).toEqual([
      'a reissue makes another code',
    ]);
    expect(rulesBrokenAt(aLedger({ levers: [asked] }), aState())).toEqual([]);
  });

  test('a run is found by no code that is over', () => {
    const [code] = aLedger().codes;
    const gone = aLedger({ codes: code ? [{ ...code, goneAt: now - HOUR }] : [] });
    const state = { ...aState({ codeId: null, state: 'refused' }), listedCodes: ['code-1'] };
    expect(rulesBrokenAt(gone, state)).toEqual(['a run is found by the codes that matter']);
  });
});

describe('over the whole of a story', () => {
  test('a guest who was told in time is in order', () => {
    expect(rulesBroken(aLedger({ told: [told(now)] }))).toEqual([]);
  });

  test('an arrival of which the guest was told nothing is raised', () => {
    expect(rulesBroken(aLedger())).toEqual(['an arrival without a working code is raised in time']);
    const raised = aNotice({ at: now + 2 * DAY + HOUR });
    expect(rulesBroken(aLedger({ notices: [raised] }))).toEqual([]);
  });

  test('nobody hears of no working code while the guest holds one', () => {
    const alarm = aNotice({ at: now + HOUR, text: 'No working code four hours before arrival.' });
    const ledger = aLedger({ told: [told(now)], notices: [alarm] });
    expect(rulesBroken(ledger)).toEqual(['nobody hears of no working code while one works']);
  });

  test('a PIN that was given up is not sent', () => {
    const givenUp = aNotice({ at: now, kind: 'live_code', cause: 'reissued', text: 'Code code-1 opens' });
    const ledger = aLedger({ told: [told(now + HOUR)], notices: [givenUp] });
    expect(rulesBroken(ledger)).toContain('a PIN that is sent opens the door');
  });

  test('another code was issued only when Seam has one', () => {
    const text = 'Code code-1 opens the door. Another code was issued in its place.';
    const ledger = aLedger({
      told: [told(now)],
      notices: [aNotice({ kind: 'live_code', cause: 'reissued', text })],
    });
    expect(rulesBroken(ledger)).toContain('another code was issued only when it was');
  });

  test('a second code for the same wish needs a reason', () => {
    const ledger = aLedger({ told: [told(now)] });
    const twin = ledger.codes.map((code) => ({ ...code, id: 'code-2', madeAt: now }));
    const twice = { ...ledger, codes: [...ledger.codes, ...twin] };
    expect(rulesBroken(twice)).toEqual(['one code for one wish']);
    expect(rulesBroken({ ...twice, lostAnswers: [{ at: now - HOUR }] })).toEqual([]);
  });

  test('news is not dropped, and no run ends before the guest leaves', () => {
    const ledger = aLedger({
      told: [told(now)],
      answers: [{ at: now, sentAt: now, revision: 1, outcome: 'dropped' }],
      closings: [{ at: now + 3 * DAY, how: 'completed' }],
    });
    expect(rulesBroken(ledger)).toEqual([
      'what is new is not dropped',
      'no run ends while its stay lies ahead',
    ]);
  });

  test('a run that is cancelled from the UI hands its codes over first', () => {
    const ledger = aLedger({
      told: [told(now - HOUR)],
      cancelledFromUi: now,
      closings: [{ at: now, how: 'cancelled' }],
    });
    expect(rulesBroken(ledger)).toEqual(['a run cancelled from the UI closes in order']);
  });
});
