import { setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { describeLiveCode, type LiveCode } from '../domain/live-code.ts';
import { accessStatus, type DoorState } from '../domain/reservation-state.ts';
import type { Run } from './run.ts';
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

/** Tells operators where the run stands, on its own page: costs nothing. */
export const describeProgress = (run: Run): void =>
  setCurrentDetails(
    [
      ...run.doors.map(({ doorId, state, why }) => `- ${heading[state]}: door \`${doorId}\`. ${why}`),
      ...openLiveCodes(run).map(
        (live) => `- **Live code** (notice \`${live.noticeId}\`): ${describeLiveCode(live)}`,
      ),
    ].join('\n'),
  );

/** The same, and search attributes for lists: only on change, as each upsert costs. */
export const showProgress = (run: Run): void => {
  describeProgress(run);
  const { arrivalAt, departureAt } = run.doors.find(({ plan }) => plan?.arrivalAt)?.plan ?? {};
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
    { key: searchAttributes.arrivalAt, value: arrivalAt ? new Date(arrivalAt) : null },
    { key: searchAttributes.departureAt, value: departureAt ? new Date(departureAt) : null },
  ];
  const known = workflowInfo().typedSearchAttributes;
  const changed = wanted.filter(({ key, value }) => !isSame(known.get(key), value));
  if (changed.length > 0) upsertSearchAttributes(changed);
};

// The first thing a human must decide; null while nothing waits for one.
const attentionOf = (run: Run): string | null => {
  const stuck = run.doors.find(({ state }) => state === 'refused' || state === 'needs_human');
  if (stuck) return stuck.problems[0]?.reason ?? stuck.state;
  return openLiveCodes(run).length > 0 ? 'live_code' : null;
};

const openLiveCodes = ({ doors }: Run): LiveCode[] =>
  doors.flatMap(({ orphanedCodes }) => orphanedCodes.filter(({ closed }) => closed === null));

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b);
