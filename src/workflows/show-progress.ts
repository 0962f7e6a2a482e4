import { patched, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { describeLiveCode, optionsFor, severityOf, type LiveCode } from '../domain/live-code.ts';
import { accessStatus, type DoorState } from '../domain/reservation-state.ts';
import { forPeople, type DoorRun } from './door-run.ts';
import { keepMemo } from './keep-memo.ts';
import { arrivalSpan, departureOf, type Run } from './run.ts';
import { searchAttributes } from './search-attributes.ts';

const heading: Record<DoorState, string> = {
  validating: 'Being validated',
  refused: '**Refused**',
  needs_human: '**Needs a human**',
  not_yet_due: 'Planned, not yet due',
  creating: 'Code being made',
  waiting_until_ready: 'Waiting until the code is ready',
  ready: 'Ready',
  on_hold: '**On hold**',
  handled_by_hand: 'Handled by hand',
  cancelled: 'Cancelled',
  completed: 'Completed',
};

/** What a human can do about a state; nothing where time or Seam will. */
const nextStep: Partial<Record<DoorState, string>> = {
  refused: 'Change the stay or the door’s time slots, then `retry`.',
  needs_human: 'Mend what Seam names, then `retry`; or give the guest another way in and `markHandled`.',
  on_hold: '`release` lets it go on.',
  handled_by_hand: '`markHandled` with an empty note takes it back.',
};

/** Tells operators where the run stands, on its own page: costs nothing. Markdown. */
export const describeProgress = (run: Run): void => {
  const { arrival, departure } = run.reservation.stay;
  setCurrentDetails(
    [
      `Stay ${forPeople(arrival)} to ${departure === null ? 'no end' : forPeople(departure)}, lock time.`,
      '',
      ...run.doors.map(describeDoor),
      ...openLiveCodes(run).map(describeNotice),
    ].join('\n'),
  );
};

const describeDoor = ({ doorId, state, why, since, undeliveredBy = [] }: DoorRun): string =>
  [
    `- ${heading[state]}: door \`${doorId}\`${since ? `, since ${forPeople(since)} UTC` : ''}. ${why}`,
    nextStep[state],
    undeliveredBy.length > 0 && `**Undelivered**: ${undeliveredBy.join(' and ')} would not take the message.`,
  ]
    .filter(Boolean)
    .join(' ');

const describeNotice = (live: LiveCode): string =>
  [
    `- **Live code**, severity ${severityOf(live)}, notice \`${live.noticeId}\`: ${describeLiveCode(live)}`,
    ...optionsFor(live).map(({ name, text }) => `  - \`${name}\`: ${text}`),
  ].join('\n');

/** The same, and search attributes and memo for lists: only on change, as each upsert costs. */
export const showProgress = (run: Run): void => {
  describeProgress(run);
  const codes = run.doors.flatMap(({ code, orphanedCodes }) => [
    ...(code ? [code] : []),
    ...orphanedCodes.map((live) => live.code),
  ]);
  const codeIds = [...new Set(codes.map(({ accessCodeId }) => accessCodeId))];
  const wanted = [
    { key: searchAttributes.accessStatus, value: accessStatus(run.doors) },
    { key: searchAttributes.attention, value: attentionOf(run) },
    { key: searchAttributes.deviceIds, value: run.doors.map(({ doorId }) => doorId) },
    { key: searchAttributes.accessCodeIds, value: codeIds.length > 0 ? codeIds : null },
    ...datesOf(run),
  ];
  const known = workflowInfo().typedSearchAttributes;
  const changed = wanted.filter(({ key, value }) => !isSame(known.get(key), value));
  if (changed.length > 0) upsertSearchAttributes(changed);
  keepMemo(run);
};

// Without the door's zone the dates are off by hours; a run that is in no list of arrivals would be worse.
const datesOf = (run: Run) => {
  const { arrivalAt = null, departureAt = null } = run.doors.find(({ plan }) => plan?.arrivalAt)?.plan ?? {};
  const isUnknown = arrivalAt === null || departureAt === null;
  if (isUnknown && patched('runs without a zone are listed by date')) return roughDatesOf(run);
  return [
    { key: searchAttributes.arrivalAt, value: arrivalAt === null ? null : new Date(arrivalAt) },
    { key: searchAttributes.departureAt, value: departureAt === null ? null : new Date(departureAt) },
  ];
};

const roughDatesOf = (run: Run) => {
  const [door] = run.doors;
  const { earliest, latest } = door ? arrivalSpan(run, door) : { earliest: NaN, latest: NaN };
  if (Number.isNaN(earliest)) return [];
  const listed = workflowInfo().typedSearchAttributes.get(searchAttributes.arrivalAt)?.getTime() ?? NaN;
  // What the PMS said of the zone is nearer.
  if (listed >= earliest && listed <= latest) return [];
  return [
    { key: searchAttributes.arrivalAt, value: new Date(earliest) },
    { key: searchAttributes.departureAt, value: new Date(departureOf(run)) },
  ];
};

// The first thing a human must decide or do; null while nothing waits for one.
const attentionOf = (run: Run): string | null => {
  const stuck = run.doors.find(({ state }) => state === 'refused' || state === 'needs_human');
  if (stuck) return stuck.problems[0]?.reason ?? stuck.state;
  if (openLiveCodes(run).length > 0) return 'live_code';
  if (run.doors.some(({ undeliveredBy = [] }) => undeliveredBy.length > 0)) return 'undelivered';
  return run.doors.some(({ state }) => state === 'on_hold') ? 'on_hold' : null;
};

const openLiveCodes = ({ doors }: Run): LiveCode[] =>
  doors.flatMap(({ orphanedCodes }) => orphanedCodes.filter(({ closed }) => closed === null));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);
