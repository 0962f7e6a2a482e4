import type { Client } from '@temporalio/client';
import type { ReservationState } from '../domain/reservation-state.ts';
import { describeState } from './describe-state.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { out, outJson, say } from './print.ts';
import { workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

export interface LeverOptions {
  door?: string;
  json: boolean;
}

/** One message to one run: prints the state it answers with, and `done` as talk. */
export const pull = async (
  reservation: string,
  { json, done }: { json: boolean; done: string },
  send: (client: Client, workflowId: string) => Promise<ReservationState>,
): Promise<void> => {
  const workflowId = workflowIdOf(reservation);
  const state = await withTemporal((client) => send(client, workflowId));
  say(done);
  if (json) outJson(state);
  else out(describeState(state));
};

/** `{}` is every door of the reservation. */
export const doorOrAll = ({ door }: { door?: string }): { doorId?: string } =>
  door === undefined ? {} : { doorId: door };

/** The door that is meant: the one named, else the only one there is. */
export const oneDoor = ({ doors }: ReservationState, named: string | undefined): string => {
  const [first, ...others] = doors;
  if (named !== undefined) return named;
  if (first && others.length === 0) return first.doorId;
  throw new CommandError(
    `The reservation has ${doors.length} doors; expected --door with one of ${doors.map(({ doorId }) => doorId).join(', ')}`,
    exitCodes.refused,
  );
};
