import type { ReplayReport } from '../recording/report.ts';
import { plain } from './print.ts';

/** The report for people: what must be 0 comes first, what to look at follows. */
export const describeReplay = (report: ReplayReport): string => {
  const { readings, sent, reservations, orphans, messages, time, bad } = report;
  return [
    `False cancellations: ${report.falseCancellations.length}`,
    ...report.falseCancellations.map(
      ({ workflowId, cancelledAt, why }) => `  ${workflowId}, ${cancelledAt}: ${why}`,
    ),
    `Stays lost: ${report.lostStays.length}`,
    ...report.lostStays.map(
      ({ workflowId, arrivesAt, why }) => `  ${workflowId}, arriving ${arrivesAt}: ${why}`,
    ),
    ...report.stuck.map((workflowId) => `  ${workflowId} is not over and waits for no time`),
    `Held by the shrink guard: ${report.held.length}`,
    ...report.held.map(incident),
    `Not readable: ${report.unreadable.length}`,
    ...report.unreadable.map(incident),
    ...(report.incomplete.length > 0
      ? [`Not the whole feed, or not known to be: ${report.incomplete.length}`]
      : []),
    ...report.incomplete.map(incident),
    '',
    `Readings: ${readings.states} states, ${readings.again} in between by the schedule, ${readings.asBefore} as before; ` +
      `${readings.held} held, ${readings.unreadable} not readable, ${readings.doubted} in which nothing missing was counted`,
    `Reservations: ${reservations.seen} seen, ${reservations.changed} of them changed; ` +
      `${reservations.bookedWithin12Hours} booked within 12 hours of the arrival, ${reservations.bookedWithin3Days} within 3 days; ` +
      `at the end ${counts(reservations.byState)}`,
    `Runs: ${sent.started} started, ${sent.changed} changed, ${sent.cancelled} cancelled`,
    `Codes: ${report.codes.made} made; live and not wanted: ${orphans.total} (${counts(orphans.byCause)})`,
    `Messages with codes: ${counts(messages.codes)}; to staff: ${counts(messages.staff)}; failed: ${messages.failed}`,
    `Notices to staff: ${counts(report.notices)}`,
    `Stays without a code as they were: ${report.refused.length}`,
    ...report.refused.map(({ workflowId, problems }) => `  ${workflowId}: ${problems.join(', ')}`),
    ...(report.overlaps > 0 ? [`Pairs of stays on one door at the same time: ${report.overlaps}`] : []),
    ...bad.map(
      ({ feed, readings: of, mostAtOnce, example }) =>
        `Bad rows in ${of} readings of ${feed}, up to ${mostAtOnce} at once: ${example}`,
    ),
    ...report.unrecorded.map((feed) => `Nothing is recorded of feed ${feed}`),
    `Time: ${time.days} days in ${time.realSeconds} s, played ${time.movedWeeks} weeks later than recorded`,
  ]
    .map(plain)
    .join('\n');
};

const incident = ({ feed, from, until, readings, lacked, how, why }: ReplayReport['held'][number]): string =>
  `  ${feed}, ${from} to ${until ?? 'the end'}, ${readings} readings` +
  `${lacked > 0 ? `, ${lacked} missing` : ''}: ${why}; ${how}`;

const counts = (of: Record<string, number>): string =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ') || 'none';
