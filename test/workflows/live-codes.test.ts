import { afterEach, beforeEach, expect, test } from 'vitest';
import { acknowledgeUpdate, cancelReservationUpdate, seamEventSignal } from '../../src/workflows/messages.ts';
import { aReservation, stayOf, steadyZone } from '../support/builders.ts';
import { anOracodeDoor } from '../support/simulator.ts';
import { openStage, type Stage } from '../support/stage.ts';

let stage: Stage;
afterEach(() => stage[Symbol.asyncDispose]());

// Other tests on the same server are other reservations behind the same door: each has a door of its own.
let door: ReturnType<typeof anOracodeDoor>;
beforeEach(() => {
  door = anOracodeDoor({ timeZone: steadyZone, name: 'Front' });
});
const aStay = (arrivesInDays = 3) =>
  aReservation({ doorIds: [door.device_id], stay: stayOf({ arrivesInDays }) });

const cancelledWithLiveCode = async () => {
  const run = await stage.start(aStay());
  await stage.untilReady(run);
  await run.executeUpdate(cancelReservationUpdate, { args: [{ revision: 2 }] });
  const { doors } = await stage.until(run, ({ orphanedCodes }) => orphanedCodes[0]?.assessment != null);
  const live = doors[0]?.orphanedCodes[0];
  if (!live) throw new Error('no live code');
  // Staff are told by an activity after that.
  await stage.settle(run);
  return { run, live };
};

test('the ladder of options follows the flags Seam shows at that moment', async () => {
  const overrideFlags = {
    is_cancellable: true,
    is_extendable: true,
    is_early_checkin_able: false,
    is_overridable: false,
  };
  stage = await openStage({ world: [door], overrideFlags });
  await cancelledWithLiveCode();
  const [notice] = await stage.staffNotices();
  expect(notice?.options.map((text) => text.slice(0, 12))).toEqual([
    'Cancel stay ',
    'Change the t',
    'Go to the do',
    'Let it expir',
  ]);
});

test('a code that opens the next guest’s door is of high severity, and names that reservation', async () => {
  stage = await openStage({ world: [door] });
  const next = await stage.start(aStay(4)); // arrives while the first stay would still be there
  await stage.untilReady(next);
  const { live } = await cancelledWithLiveCode();
  expect(live.assessment?.overlaps.map(({ workflowId }) => workflowId)).toEqual([next.workflowId]);
  const told = (await stage.staffNotices()).find(({ kind }) => kind === 'live_code');
  expect(told?.severity).toBe('high');
  // On the clock of the door, in the notice and in its last option.
  expect(told?.text).toMatch(/until \w{3} \d+ \w{3} \d{4}, 10:00 \(lock time\)/);
  expect(told?.text).toMatch(/arriving \w{3} \d+ \w{3} \d{4}, 16:00 \(lock time\)/);
  expect(told?.options.at(-1)).toMatch(/, 10:00 \(lock time\)\.$/);
});

test('an operator closes the notice by choosing one of its options', async () => {
  stage = await openStage({ world: [door] });
  const { run, live } = await cancelledWithLiveCode();
  const { noticeId } = live;
  const refused = (args: Parameters<typeof acknowledge>[0]) => expect(acknowledge(args)).rejects.toThrow();
  const acknowledge = (args: { noticeId: string; option: 'let_expire' | 'cancel_at_vendor'; by: string }) =>
    run.executeUpdate(acknowledgeUpdate, { args: [args] });

  await refused({ noticeId: 'another', option: 'let_expire', by: 'Kim' });
  await refused({ noticeId, option: 'cancel_at_vendor', by: 'Kim' }); // the flags do not offer it
  await acknowledge({ noticeId, option: 'let_expire', by: 'Kim' });
  const { doors } = await stage.passToEnd(run);
  expect(doors[0]?.orphanedCodes[0]?.closed).toMatchObject({
    how: 'acknowledged',
    option: 'let_expire',
    by: 'Kim',
  });
});

test('only Seam’s word makes a code gone', async () => {
  stage = await openStage({ world: [door] });
  const { run, live } = await cancelledWithLiveCode();
  const { accessCodeId } = live.code;
  const event = { eventId: 'e', eventType: 'access_code.deleted', accessCodeId };
  await run.signal(seamEventSignal, event); // a hint alone: Seam still has it
  expect((await stage.stateOf(run)).doors[0]?.orphanedCodes[0]?.closed).toBeNull();

  stage.simulator.changeAccessCode(accessCodeId, { deleted: true });
  await run.signal(seamEventSignal, event);
  await stage.until(run, ({ orphanedCodes }) => orphanedCodes[0]?.closed?.how === 'gone');
});
