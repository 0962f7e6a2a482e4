import type { Plan } from '../domain/plan.ts';
import type { DryRun } from './dry-run.ts';
import { paint, plain } from './print.ts';

/** One reservation of a dry run, for people. */
export const describeDryRun = ({ source, propertyId, reservationId, stay, status, doors }: DryRun): string =>
  [
    `${paint('bold', plain([source, propertyId, reservationId].join('/')))}  ${stay.arrival.replace('T', ' ')} to ${stay.departure?.replace('T', ' ') ?? 'open end'}`,
    ...(status === 'cancelled' ? ['  cancelled: no code is wanted'] : []),
    ...doors.map(({ doorId, plan }) => describePlan(doorId, plan)),
  ].join('\n');

const describePlan = (doorId: string, { problems, notices, slot, coverage, issueAt }: Plan): string =>
  [
    `  door ${plain(doorId)}  ${problems.length > 0 ? paint('red', 'refused') : paint('green', 'possible')}`,
    ...(slot && coverage
      ? [
          `    slot     "${plain(slot.name)}" from ${localMinute(coverage.localStart)} to ${localMinute(coverage.localEnd)}, lock time`,
          `    made     ${isPast(issueAt) ? 'at once' : `from ${issueAt} on`}`,
        ]
      : []),
    ...problems.map(({ message }) => `    problem  ${plain(message)}`),
    ...notices.map(({ message }) => `    note     ${plain(message)}`),
  ].join('\n');

const localMinute = (local: string): string => local.slice(0, 16).replace('T', ' ');

const isPast = (instant: string | null): boolean => instant !== null && Date.parse(instant) <= Date.now();
