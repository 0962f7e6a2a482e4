import type { StaffNotice } from '../domain/outgoing.ts';
import type { Problem } from '../domain/problem.ts';

/** Files of docs/runbook/; each has a section named after the cause. */
const pageOfReason: Readonly<Record<Problem['reason'], string>> = {
  times_do_not_match_slots: 'refused-stay.md',
  duration_exceeds_max: 'refused-stay.md',
  ongoing_not_supported: 'refused-stay.md',
  departure_not_after_arrival: 'refused-stay.md',
  stay_already_over: 'refused-stay.md',
  invalid_input: 'refused-stay.md',
  device_not_found: 'refused-door.md',
  not_an_oracode_door: 'refused-door.md',
  offline_access_codes_not_supported: 'refused-door.md',
  time_zone_unknown: 'time-zone.md',
  refused_by_seam: 'refused-by-seam.md',
  seam_needs_attention: 'seam-account.md',
  code_gone: 'code-changed.md',
  code_differs_from_plan: 'code-changed.md',
};

/** The page and section that say what to do about a notice, as a path below docs/runbook/; null where there is none. */
export const runbookPage = ({ kind, cause }: Pick<StaffNotice, 'kind' | 'cause'>): string | null => {
  if (kind === 'deadline') return 'deadline.md';
  if (kind === 'feed') return `feed.md#${cause}`;
  if (kind === 'live_code') return `live-code.md#${cause}`;
  if (cause.startsWith('undelivered')) return 'undelivered.md';
  if (cause === 'run_ended_early') return `run-ended.md#${cause}`;
  return isReason(cause) ? `${pageOfReason[cause]}#${cause}` : null;
};

const isReason = (cause: string): cause is Problem['reason'] => Object.hasOwn(pageOfReason, cause);
