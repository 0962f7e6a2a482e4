import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../domain/live-code.ts';
import type { DoorReport, ReservationState } from '../domain/reservation-state.ts';
import { paint, plain, stateText } from './print.ts';

/** A run's state for people: what an operator needs for the next step, ids in full so that they can be copied. */
export const describeState = (state: ReservationState): string =>
  [
    `${paint('bold', nameOf(state))}  ${stateText(state.status)}`,
    `stay ${state.stay.arrival.replace('T', ' ')} to ${state.stay.departure?.replace('T', ' ') ?? 'open end'} (lock time), revision ${state.revision}`,
    ...state.doors.map(describeDoor),
  ].join('\n');

const nameOf = ({ source, propertyId, reservationId }: ReservationState): string =>
  plain([source, propertyId, reservationId].join('/'));

const describeDoor = ({
  doorId,
  state,
  why,
  problems,
  notices,
  plan,
  code,
  standIn,
  ...door
}: DoorReport): string =>
  [
    `\ndoor ${plain(doorId)}  ${stateText(state)}`,
    `  ${plain(why)}`,
    ...(plan?.slot ? [`  slot     "${plain(plan.slot.name)}" (${plan.slot.userLevelId ?? 'no id'})`] : []),
    ...(code && code.accessCodeId !== standIn?.accessCodeId
      ? [`  code     ${code.accessCodeId}, ${toldText(door, code.accessCodeId)}`]
      : []),
    ...(standIn
      ? [
          `  stand-in ${standIn.accessCodeId} until ${standIn.endsAt ?? 'an unknown time'}: keeps working meanwhile`,
        ]
      : []),
    ...problems
      .filter(({ message }) => !why.includes(message))
      .map(({ message }) => `  problem  ${plain(message)}`),
    ...notices.map(({ message }) => `  note     ${plain(message)}`),
    ...door.orphanedCodes.map((live) => `  ${describeNotice(live).replaceAll('\n', '\n  ')}`),
  ].join('\n');

type Telling = Pick<DoorReport, 'delivered' | 'undelivered'>;

const toldText = ({ delivered, undelivered }: Telling, accessCodeId: string): string => {
  if (delivered?.accessCodeId === accessCodeId) return `told ${delivered.at}`;
  if (undelivered?.how === 'unreachable')
    return 'the guest can’t be reached: no e-mail address that can be used, no PMS webhook';
  return undelivered
    ? `not accepted by ${undelivered.by.join(' and ')}; ${undelivered.how === 'failing' ? 'it is tried again' : 'tell the guest yourself'}`
    : 'not told to the guest yet';
};

/** A compensation notice: open with its options, or how it was closed. */
export const describeNotice = (live: LiveCode): string => {
  const { noticeId, closed } = live;
  const title = `notice   ${noticeId}`;
  if (closed) {
    const by = closed.how === 'acknowledged' ? ` as ${closed.option} by ${plain(closed.by)}` : '';
    return `${title}  closed: ${closed.how.replaceAll('_', ' ')}${by}, ${closed.at}`;
  }
  return [
    `${paint('yellow', title)}  open, severity ${severityOf(live)}`,
    `         ${plain(describeLiveCode(live))}`,
    ...optionsFor(live).map(({ name, text }) => `           ${name.padEnd(18)} ${plain(text)}`),
  ].join('\n');
};
