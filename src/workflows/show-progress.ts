import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { heldCodesOf, isWanted, noticesOf, phaseOf, type Door } from '../domain/door/door.ts';
import { lacksOf } from '../domain/door/alarms.ts';
import { stateOfDoor } from '../domain/door/door-state.ts';
import { arrivalSpan, departureOf } from '../domain/door/stay-span.ts';
import { problemsOf } from '../domain/door/words.ts';
import { accessStatus } from '../domain/reservation-state.ts';
import { detailsOf } from './details.ts';
import { keepMemo } from './keep-memo.ts';
import type { Run } from './run.ts';
import { searchAttributes } from './search-attributes.ts';

/** Tells operators where the run stands: on its page, and in lists, where each upsert costs and only a change is worth one. */
export const showProgress = (run: Run): void => {
  setCurrentDetails(detailsOf(run));
  const wanted = [
    {
      key: searchAttributes.accessStatus,
      value: accessStatus(run.doors.map((door) => ({ state: stateOfDoor(door) }))),
    },
    { key: searchAttributes.attention, value: attentionOf(run) },
    { key: searchAttributes.deviceIds, value: fitting(run.doors.map(({ doorId }) => doorId)) },
    { key: searchAttributes.accessCodeIds, value: codeIdsOf(run) },
    ...datesOf(run),
  ];
  const known = workflowInfo().typedSearchAttributes;
  const changed = wanted.filter(({ key, value }) => !isSame(known.get(key), value));
  // What moves on within moments is not worth an upsert, unless somebody should look at another door meanwhile.
  const isAlarming = changed.some(({ key, value }) => key === searchAttributes.attention && value !== null);
  if (run.doors.some(isMovingOn) && !isAlarming) return;
  if (changed.length > 0) upsertSearchAttributes(changed);
  keepMemo(run);
};

/** A question is under way whose answer brings it into another state. */
const isMovingOn = (door: Door): boolean => {
  const phase = phaseOf(door);
  return (
    door.outage === null &&
    (phase.is === 'validating' || (phase.is === 'creating' && phase.answer === 'awaited'))
  );
};

// Temporal takes 2,048 bytes for one search attribute and ends the run that says more.
const MOST_BYTES = 2_000;

/** As many as one search attribute holds, the first ones first. */
const fitting = (values: string[]): string[] => {
  let bytes = 2;
  return values.filter((value) => (bytes += 3 + 3 * value.length - 2 * asciiOf(value)) <= MOST_BYTES);
};

// UTF-8 takes three bytes for most of what is not ASCII.
const asciiOf = (text: string): number => [...text].filter((char) => char < '\u0080').length;

/** Codes in use first, then the open notices, newest first: what is closed leaves. */
const codeIdsOf = ({ doors }: Run): string[] | null => {
  const inUse = doors.flatMap((door) => heldCodesOf(door).map(({ code }) => code));
  const live = doors
    .flatMap((door) =>
      noticesOf(door).filter(({ closed }) => closed === null || closed.how === 'acknowledged'),
    )
    .map(({ code }) => code)
    .reverse();
  const ids = fitting([...new Set([...inUse, ...live].map(({ accessCodeId }) => accessCodeId))]);
  return ids.length > 0 ? ids : null;
};

// Without the door's zone the dates are off by hours; a run that is in no list of arrivals would be worse.
const datesOf = ({ doors }: Run) => {
  const door = doors.find(({ times }) => times !== null) ?? doors[0];
  if (!door) return [];
  const { earliest, latest } = arrivalSpan(door);
  const listed = workflowInfo().typedSearchAttributes.get(searchAttributes.arrivalAt)?.getTime() ?? NaN;
  // What the PMS said of the zone is nearer than a guess.
  if (door.times === null && listed >= earliest && listed <= latest) return [];
  return [
    { key: searchAttributes.arrivalAt, value: new Date(earliest) },
    { key: searchAttributes.departureAt, value: new Date(departureOf(door)) },
  ];
};

// The first thing a human must decide or do; null while nothing waits for one.
const attentionOf = ({ doors }: Run): string | null => {
  const stuck = doors.map((door) => problemsOf(door)[0]?.reason).find((reason) => reason !== undefined);
  if (stuck) return stuck;
  if (doors.some((door) => noticesOf(door).some(({ closed }) => closed === null))) return 'live_code';
  if (doors.some((door) => lacksOf(door).some(({ kind }) => kind === 'unreachable'))) return 'unreachable';
  if (doors.some((door) => isWanted(door) && door.undelivered !== null)) return 'undelivered';
  return doors.some((door) => stateOfDoor(door) === 'on_hold') ? 'on_hold' : null;
};

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);
