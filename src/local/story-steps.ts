import { WorkflowUpdateFailedError, type Client, type WorkflowHandle } from '@temporalio/client';
import { reservationWorkflowId } from '../domain/ids.ts';
import type { OptionName } from '../domain/live-code.ts';
import type { Reservation, ReservationKey } from '../domain/reservation.ts';
import { readState } from '../temporal/reservation-states.ts';
import {
  acknowledgeUpdate,
  cancelReservationUpdate,
  holdUpdate,
  markHandledUpdate,
  reissueUpdate,
  releaseUpdate,
  retryUpdate,
  seamEventSignal,
} from '../workflows/messages.ts';
import type { SimulatorControl } from './simulator-control.ts';
import type { Lever } from './story-actions.ts';
import type { Action, Step } from './story-file.ts';
import { bookRun, tellRun, type RunsInTime } from './tell-run.ts';

export interface Theatre extends RunsInTime {
  simulator: SimulatorControl;
  /** Ids of the runs of all reservations the story has named so far. */
  booked: Set<string>;
  say: (line: string) => void;
}

/** What happens at this instant. A message that the run refuses is said, and the story goes on. */
export const perform = async (theatre: Theatre, { place, action }: Step): Promise<void> => {
  try {
    await act(theatre, action);
  } catch (error) {
    if (error instanceof WorkflowUpdateFailedError)
      theatre.say(`${place}: refused: ${error.cause?.message ?? error.message}`);
    else if (error instanceof NothingThere) theatre.say(`${place}: ${error.message}`);
    else throw new Error(`${place}: ${(error as Error).message}`, { cause: error });
  }
};

/** A step speaks of something the story has not brought about. */
class NothingThere extends Error {}

const act = async (theatre: Theatre, action: Action): Promise<void> => {
  const { simulator } = theatre;
  switch (action.do) {
    case 'reservation':
      return book(theatre, action.reservation);
    case 'cancel':
      return tell(theatre, action, (run) =>
        run.executeUpdate(cancelReservationUpdate, { args: [{ revision: action.revision }] }),
      );
    case 'lever':
      return tell(theatre, action, (run) => pull(theatre, run, action));
    case 'code':
      return tell(theatre, action, (run) => changeCode(theatre, run, action));
    case 'fault':
      return simulator.addFault(action.fault);
    case 'clearFaults':
      return simulator.clearFaults();
    case 'door':
      return simulator.putDevice(action.device);
    case 'end':
      return;
  }
};

const book = async (theatre: Theatre, reservation: Reservation) => {
  if (await bookRun(theatre, reservation)) theatre.booked.add(reservationWorkflowId(reservation));
};

const tell = async (
  theatre: Theatre,
  key: ReservationKey,
  say: (run: WorkflowHandle) => Promise<unknown>,
): Promise<void> => {
  const { client, clock } = theatre;
  const workflowId = reservationWorkflowId(key);
  if (!clock.isOpen(workflowId)) throw new NothingThere(`${workflowId} is over or was never booked`);
  await tellRun(theatre, workflowId, () => say(client.workflow.getHandle(workflowId)));
};

const pull = async ({ client }: Theatre, run: WorkflowHandle, lever: Lever): Promise<unknown> => {
  const anyDoor = 'door' in lever && lever.door !== undefined ? { doorId: lever.door } : {};
  switch (lever.name) {
    case 'retry':
      return run.executeUpdate(retryUpdate, { args: [anyDoor] });
    case 'hold':
      return run.executeUpdate(holdUpdate, { args: [anyDoor] });
    case 'release':
      return run.executeUpdate(releaseUpdate, { args: [anyDoor] });
    case 'reissue':
      return run.executeUpdate(reissueUpdate, { args: [{ doorId: lever.door }] });
    case 'markHandled':
      return run.executeUpdate(markHandledUpdate, { args: [{ doorId: lever.door, note: lever.note }] });
    case 'acknowledge': {
      const noticeId = await oldestOpenNotice(client, run.workflowId, lever.door);
      const { option, by } = lever;
      // Whether the option is open is for the run to say.
      return run.executeUpdate(acknowledgeUpdate, { args: [{ noticeId, option: option as OptionName, by }] });
    }
  }
};

const oldestOpenNotice = async (client: Client, workflowId: string, doorId: string): Promise<string> => {
  const { doors } = await readState(client, workflowId);
  const live = doors
    .find((door) => door.doorId === doorId)
    ?.orphanedCodes.find(({ closed }) => closed === null);
  if (live) return live.noticeId;
  throw new NothingThere(`no open notice of a live code at door "${doorId}" of ${workflowId}`);
};

/** Something happens to the code outside Staykey, and Seam says so. */
const changeCode = async (
  { client, simulator }: Theatre,
  run: WorkflowHandle,
  { door: doorId, change }: Extract<Action, { do: 'code' }>,
): Promise<void> => {
  const { doors } = await readState(client, run.workflowId);
  const accessCodeId = doors.find((door) => door.doorId === doorId)?.code?.accessCodeId;
  if (!accessCodeId) throw new NothingThere(`no code at door "${doorId}" of ${run.workflowId}`);
  await simulator.changeAccessCode(accessCodeId, change);
  await run.signal(seamEventSignal, {
    eventId: `${accessCodeId}/${Date.now()}`,
    eventType: 'access_code.changed',
    accessCodeId,
  });
};
