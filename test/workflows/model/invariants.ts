import { expect } from 'vitest';
import type { CodesNews } from '../../../src/domain/outgoing.ts';
import { instantOf } from '../../support/builders.ts';
import { codesMade } from '../../support/stage.ts';
import { isRunning, type Play } from './play.ts';

const DAY = 24 * 3_600_000;
const ISSUE_WINDOW_MS = 7 * DAY;

/** The simulator's word on every code that carries this reservation's token. */
const codesOf = ({ stage, said }: Play) =>
  codesMade(stage.simulator).filter(({ name }) => name?.includes(`/${said.reservationId} #`));

const liveCodesOf = (play: Play) =>
  codesOf(play).filter(
    ({ removed_at, ends_at }) =>
      removed_at === null && Date.parse(ends_at) > Date.parse(play.stage.simulator.now()),
  );

/** Holds whenever nothing is under way. */
export const checkNow = async (play: Play): Promise<void> => {
  const { stage, run, said } = play;
  expect(play.complaints).toEqual([]);
  const status = (await run.describe()).status.name;
  expect(['RUNNING', 'COMPLETED']).toContain(status);
  const state = await stage.stateOf(run);
  if (status === 'RUNNING') {
    expect({ revision: state.revision, stay: state.stay }).toEqual({
      revision: said.revision,
      stay: said.stay,
    });
  }

  for (const { code } of state.doors.flatMap((door) => door.orphanedCodes))
    play.noticed.add(code.accessCodeId);
  const isBeingMade = new Set(
    state.doors
      .filter(({ state: now }) => now === 'creating' || now === 'validating')
      .map((door) => door.doorId),
  );
  const unnoticed = liveCodesOf(play).filter(
    ({ access_code_id: id, device_id }) =>
      !play.noticed.has(id) &&
      !isBeingMade.has(device_id) &&
      !state.doors.some(({ code }) => code?.accessCodeId === id),
  );
  expect(unnoticed.map(({ name, device_id, starts_at }) => ({ name, device_id, starts_at }))).toEqual([]);

  for (const door of state.doors.filter((each) => each.state === 'ready')) {
    const made = liveCodesOf(play).find((code) => code.access_code_id === door.code?.accessCodeId);
    if (!made) continue; // removed without a word to the run, which nobody can know
    expect(Date.parse(made.starts_at)).toBeLessThanOrEqual(Date.parse(instantOf(said.stay.arrival)));
    expect(Date.parse(made.ends_at)).toBeGreaterThanOrEqual(Date.parse(instantOf(said.stay.departure ?? '')));
  }
  checkCreates(play);
};

/** One code for each door and version, and none before its window opens. */
const checkCreates = (play: Play): void => {
  const codes = codesOf(play);
  for (const code of codes) {
    const earliest = Date.parse(code.starts_at) - ISSUE_WINDOW_MS;
    expect(Date.parse(code.created_at)).toBeGreaterThanOrEqual(earliest);
    const twins = codes.filter(
      (other) =>
        other !== code &&
        other.name === code.name &&
        other.device_id === code.device_id &&
        (other.removed_at ?? 'never') > code.created_at &&
        (code.removed_at ?? 'never') > other.created_at,
    );
    expect(twins).toEqual([]);
  }
};

/** At the moment of a message: the PIN in it is that of the code the run stands by, as Seam has it now. */
export const listen = (play: Play): void =>
  play.stage.whenTold(async (news: CodesNews) => {
    const { doors } = await play.stage.stateOf(play.run);
    for (const { doorId, pin } of news.doors.filter((each) => each.pin !== null)) {
      const current = doors.find((door) => door.doorId === doorId)?.code?.accessCodeId;
      const code = liveCodesOf(play).find(({ access_code_id }) => access_code_id === current);
      if (code?.code !== pin) play.complaints.push(`Told a PIN for ${doorId} that is not of code ${current}`);
    }
  });

/** Holds once the guest should stand at the door. */
export const checkArrival = async (play: Play): Promise<void> => {
  const { stage, run, said } = play;
  const cameTooLate = Date.parse(instantOf(said.stay.departure ?? '')) <= play.saidAt;
  if (said.status === 'cancelled' || cameTooLate || !(await isRunning(play))) return;
  const { doors } = await stage.stateOf(run);
  const notices = await stage.staffNotices();
  for (const { doorId, state, why } of doors.filter((door) => said.doorIds.includes(door.doorId))) {
    const isCared = state === 'ready' || state === 'handled_by_hand' || state === 'completed';
    const wasRaised = notices.some((notice) => notice.kind === 'deadline' && notice.doorId === doorId);
    expect({ doorId, state, why, isCared: isCared || wasRaised }).toMatchObject({ isCared: true });
  }
};

/** Holds once everything that could happen has happened. */
export const checkEnd = async (play: Play): Promise<void> => {
  expect((await play.run.describe()).status.name).toBe('COMPLETED');
  const { doors } = await play.stage.stateOf(play.run);
  const notices = await play.stage.staffNotices();
  for (const live of doors.flatMap((door) => door.orphanedCodes)) {
    expect(live.closed).not.toBeNull();
    const wasRaised = notices.some(
      ({ kind, id }) => kind === 'live_code' && id.endsWith(`/${live.noticeId}`),
    );
    const neededNone = live.assessment === null && live.closed !== null;
    expect({ notice: live.noticeId, wasRaised: wasRaised || neededNone }).toMatchObject({ wasRaised: true });
  }
};

export const lastEnd = (play: Play): number =>
  Math.max(
    Date.parse(instantOf(play.said.stay.departure ?? '')),
    ...liveCodesOf(play).map(({ ends_at }) => Date.parse(ends_at)),
  );
