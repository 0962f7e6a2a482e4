import type { Severity, StaffDigest, StaffNotice } from '../domain/outgoing.ts';
import { oneLine } from './plain-text.ts';
import { runbookPage } from './runbook-page.ts';
import type { NotifySettings } from './settings.ts';

type Links = Pick<NotifySettings, 'runsUrl' | 'runbookUrl'>;

/** What staff templates may use. */
export interface StaffMessage {
  count: number;
  highest_severity: Severity;
  /** One per cause, the most severe first. */
  causes: Cause[];
}

interface Cause {
  cause: string;
  severity: Severity;
  count: number;
  /** Said once where all notices of the cause say the same; null and empty where each has its own. */
  text: string | null;
  options: string[];
  /** The page that says what to do, where the runbook's address is known. */
  runbook: string | null;
  /** The first few. */
  notices: Shown[];
  more: number;
}

interface Shown {
  /** Null where it is about a feed; then `feed_id` is given. */
  property_id: string | null;
  reservation_id: string | null;
  source: string | null;
  door_id: string | null;
  feed_id: string | null;
  workflow_id: string;
  text: string;
  options: string[];
  /** The run's page, where the UI's address is known. */
  link: string | null;
}

const SHOWN = 5;
const rank: Record<Severity, number> = { high: 0, medium: 1, low: 2 };
const bySeverity = (a: { severity: Severity }, b: { severity: Severity }) =>
  rank[a.severity] - rank[b.severity];

export const staffMessage = ({ notices }: StaffDigest, links: Links): StaffMessage => {
  const causes = [...Map.groupBy(notices, ({ cause }) => cause)]
    .map(([cause, ofCause]) => toCause(cause, ofCause.toSorted(bySeverity), links))
    .sort((a, b) => bySeverity(a, b) || b.count - a.count);
  return { count: notices.length, highest_severity: causes[0]?.severity ?? 'low', causes };
};

const toCause = (cause: string, notices: StaffNotice[], { runsUrl, runbookUrl }: Links): Cause => ({
  cause: oneLine(cause),
  severity: notices[0]?.severity ?? 'low',
  count: notices.length,
  text: shared(notices.map(({ text }) => oneLine(text))),
  options: shared(notices.map(({ options }) => options.map(oneLine))) ?? [],
  runbook: runbookLink(notices, runbookUrl),
  notices: notices.slice(0, SHOWN).map(({ key, workflowId, doorId, feedId = null, text, options }) => ({
    property_id: key && oneLine(key.propertyId),
    reservation_id: key && oneLine(key.reservationId),
    source: key && oneLine(key.source),
    door_id: doorId && oneLine(doorId),
    feed_id: feedId,
    workflow_id: workflowId,
    text: oneLine(text),
    options: options.map(oneLine),
    link: runsUrl && `${runsUrl}/${encodeURIComponent(workflowId)}`,
  })),
  more: Math.max(0, notices.length - SHOWN),
});

// The severest notice says which page: a cause may come as a refusal first and as a deadline later.
const runbookLink = ([severest]: StaffNotice[], runbookUrl: string | null): string | null => {
  const page = severest ? runbookPage(severest) : null;
  return runbookUrl && page && `${runbookUrl}/${page}`;
};

/** The one value all have, or null. */
const shared = <T>(values: T[]): T | null =>
  new Set(values.map((value) => JSON.stringify(value))).size === 1 ? (values[0] ?? null) : null;
