import type { AccessCodeChange } from '../../simulator/change-access-code.ts';
import type { StoredCode } from '../../simulator/store.ts';
import type { Ledger, LeverName } from '../judge/ledger.ts';
import { doorId, slotsOf } from '../seam/doors.ts';
import { UNANSWERED } from '../server/server.ts';
import { RunNotFound, UpdateRefused } from '../server/updates.ts';
import { leverNames, names, toJudgedState, type ReservationState } from '../staykey.ts';
import { moved, stayFrom } from './local-time.ts';
import type { Pms } from './pms.ts';
import type { Stage } from './stage.ts';
import type { Action } from './story.ts';

const MINUTE = 60_000;

/** Begins what a step says. Nothing waits for an answer: that comes when it comes, or not at all. */
export const act = async (stage: Stage, pms: Pms, action: Action): Promise<void> => {
  const { agenda, faults, ledger, worker, story } = stage;
  const { now } = agenda;
  stage.disturbed();
  switch (action.do) {
    case 'wait':
      return;
    case 'change': {
      const stay = action.stay && stayFrom(action.stay, now, story.zone);
      pms.send(
        { ...(stay && { stay }), ...(action.doors && { doorIds: action.doors.map(doorId) }) },
        action.by,
      );
      return;
    }
    case 'extend':
      pms.send({ stay: moved(pms.stay, action.nights, action.to) }, action.by);
      return;
    case 'guest':
      pms.send({ guest: action.address === null ? {} : { email: action.address } }, action.by);
      return;
    case 'repeat':
      pms.repeat(action.behind, action.by);
      return;
    case 'cancel':
      pms.send({ status: 'cancelled' }, action.by);
      return;
    case 'rebook':
      pms.send(
        { status: 'confirmed', ...(action.stay && { stay: stayFrom(action.stay, now, story.zone) }) },
        action.by,
      );
      return;
    case 'burst':
      for (let turn = 0; turn < action.count; turn += 1) {
        agenda.after(turn * action.pauseMs, () => {
          stage.disturbed();
          pms.send({ stay: moved(pms.stay, turn % 2 ? 1 : -1, '10:00') }, action.by);
        });
      }
      return;
    case 'lever':
      return void pull(stage, action.lever, action.door === null ? null : doorId(action.door), {});
    case 'handle':
      return void pull(stage, 'markHandled', doorId(action.door), { note: action.note });
    case 'acknowledge':
      return acknowledge(stage, action.notice);
    case 'event': {
      const accessCodeId = codeAt(stage, action.code)?.wire.access_code_id ?? 'unknown';
      const event = { eventId: 'story', eventType: 'access_code.changed', accessCodeId };
      if (stage.server.running(stage.workflowId)) stage.server.signal(stage.workflowId, names.event, [event]);
      return;
    }
    case 'fault':
      faults.plan(action.fault);
      return;
    case 'outage':
      faults.beginOutage(now + action.minutes * MINUTE);
      ledger.outages.push({ from: now, to: now + action.minutes * MINUTE });
      return;
    case 'lag':
      faults.beginLag(action.lagMs, now + action.minutes * MINUTE);
      return;
    case 'channelsDown':
      stage.channelsDownUntil = now + action.minutes * MINUTE;
      ledger.outages.push({ from: now, to: now + action.minutes * MINUTE });
      return;
    case 'workerGone': {
      if (!worker.isUp) return;
      const to = now + action.minutes * MINUTE;
      ledger.workerGone.push({ from: now, to });
      stage.line.hangUp();
      worker.leave();
      agenda.at(to, () => worker.comeBack(to));
      return;
    }
    case 'removeCode':
      return change(stage, action.code, { deleted: true });
    case 'newPin':
      // No two codes of a story have the same PIN: the judge tells them apart by it.
      return change(stage, action.code, {
        code: `${action.pin}${action.code % 10}${stage.seam.store.codes.size}`,
      });
    case 'codeError':
      return change(stage, action.code, {
        errors:
          action.error === null ? [] : [{ error_code: action.error, message: `Seam says ${action.error}` }],
      });
    case 'noEnd': {
      const code = codeAt(stage, action.code);
      if (!code) return;
      code.removal?.();
      Object.assign(code.wire, { ends_at: null });
      stage.seam.events.ofCode('access_code.time_frame_changed', code.wire);
      speak(stage, code);
      return;
    }
    case 'door':
      return changeDoor(stage, doorId(action.door), action.becomes);
    case 'neighbour': {
      const wish = { inDays: action.inDays, nights: action.nights, from: '15:00', to: '11:00' };
      pms.bookNeighbour(doorId(action.door), stayFrom(wish, now, story.zone));
      return;
    }
    case 'neighbourCancels': {
      const neighbour = ledger.neighbours[action.neighbour];
      if (neighbour) neighbour.cancelledAt ??= now;
      stage.announceNeighbour(action.neighbour);
      return;
    }
    case 'cancelRun':
      if (!stage.server.running(stage.workflowId)) return;
      ledger.cancelledFromUi ??= now;
      stage.server.requestCancel(stage.workflowId);
      return;
  }
};

interface Details {
  note?: string;
  codeId?: string;
  noticeId?: string;
  option?: string;
}

const pull = async (stage: Stage, lever: LeverName, door: string | null, details: Details): Promise<void> => {
  const { noticeId, option, note, codeId } = details;
  const args = {
    ...(door !== null && { doorId: door }),
    ...(note !== undefined && { note }),
    ...(noticeId !== undefined && { noticeId, option, by: 'staff' }),
  };
  const { ledger } = stage;
  const pulled: Ledger['levers'][0] = {
    at: stage.agenda.now,
    lever,
    doorId: door,
    ...(codeId !== undefined && { codeId }),
    ...(option !== undefined && { option }),
    ...(note !== undefined && { note }),
    isUncertain: false,
  };
  // One that nobody answers in time may be done later.
  ledger.levers.push(pulled);
  try {
    const answer = await stage.server.update(stage.workflowId, leverNames[lever], [args], 15_000);
    if (answer === UNANSWERED) pulled.isUncertain = true;
    else if (lever === 'reissue') pulled.says = (answer as { warning: string }).warning;
  } catch (error) {
    if (!(error instanceof UpdateRefused || error instanceof RunNotFound)) throw error;
    ledger.levers = ledger.levers.filter((other) => other !== pulled);
  }
};

const options = ['let_expire', 'visit_door'];

const acknowledge = async (stage: Stage, which: number): Promise<void> => {
  const answer = (await stage.server.query(stage.workflowId, names.state)) as ReservationState | undefined;
  if (!answer) return;
  const open = toJudgedState(answer).doors.flatMap((door) =>
    door.liveCodes.filter(({ closed }) => closed === null).map((live) => ({ ...live, doorId: door.doorId })),
  );
  const live = open[which % Math.max(1, open.length)];
  if (!live) return;
  const { doorId: door, noticeId, codeId } = live;
  void pull(stage, 'acknowledge', door, { noticeId, codeId, option: stage.chance.pick(options) });
};

const codeAt = (stage: Stage, index: number): StoredCode | undefined => {
  const there = [...stage.seam.store.codes.values()].filter(({ removedAt }) => removedAt === null);
  return there[index % Math.max(1, there.length)];
};

const change = (stage: Stage, index: number, changed: AccessCodeChange): void => {
  const code = codeAt(stage, index);
  if (!code) return;
  stage.seam.change(code, changed);
  speak(stage, code);
};

// A ready code is read again only when Seam speaks of it: of what it changes without a word nobody can know.
const speak = (stage: Stage, { wire }: StoredCode): void => {
  const { agenda, server, workflowId } = stage;
  const event = { eventId: 'story', eventType: 'access_code.changed', accessCodeId: wire.access_code_id };
  agenda.after(1_000 + stage.chance.below(30_000), () => {
    if (server.running(workflowId)) server.signal(workflowId, names.event, [event]);
  });
};

const changeDoor = (stage: Stage, id: string, becomes: Extract<Action, { do: 'door' }>['becomes']): void => {
  const { zone, levels } = stage.story;
  if (becomes === 'gone' || becomes === 'withoutZone')
    stage.ledger.zonesLost.push({ at: stage.agenda.now, doorId: id });
  if (becomes === 'gone') return stage.seam.removeDoor(id);
  stage.seam.changeDoor(id, (device) => {
    const metadata = device.properties?.dormakaba_oracode_metadata;
    if (!metadata) return;
    if (becomes === 'withoutZone') delete metadata.iana_timezone;
    else if (becomes === 'withZone') metadata.iana_timezone = zone;
    else metadata.predefined_time_slots = slotsOf(zone, becomes === 'wide' ? levels : [becomes]);
  });
};
