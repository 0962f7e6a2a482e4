import { severityBefore } from '../domain/deadlines.ts';
import type { Severity } from '../domain/outgoing.ts';
import type { Listed } from './words.ts';

/**
 * - `no_code`: the guest has no working code, and making one is due or stuck.
 * - `to_decide`: the code works; something else waits for a human.
 * - `fine`: ready, or planned and not yet due. `over`: cancelled or past.
 */
type Kind = 'no_code' | 'to_decide' | 'fine' | 'over';

export interface Urgency {
  kind: Kind;
  /** By how soon the guest arrives, as staff are told; null where nobody need act. */
  severity: Severity | null;
}

export const urgencyOf = (
  { status, attention, arrivalAt, doors }: Pick<Listed, 'status' | 'attention' | 'arrivalAt' | 'doors'>,
  nowMs: number,
): Urgency => {
  const kind = kindOf(status, attention, doors);
  if (kind === 'fine' || kind === 'over') return { kind, severity: null };
  const severity = severityBefore(arrivalAt === null ? 0 : Date.parse(arrivalAt) - nowMs);
  return { kind, severity };
};

const kindOf = (status: string, attention: string | null, doors: Listed['doors']): Kind => {
  if (status === 'needs_attention' || status === 'in_progress') return 'no_code';
  if (doors.some(({ trouble }) => trouble?.kind === 'seam_unreachable')) return 'no_code';
  if (attention !== null) return 'to_decide';
  return status === 'ready' || status === 'planned' ? 'fine' : 'over';
};

const order: readonly Kind[] = ['no_code', 'to_decide', 'fine', 'over'];

/** Those without a working code first; among equals, those who arrive soonest. */
export const byUrgency = (a: Listed, b: Listed): number =>
  order.indexOf(urgencyOf(a, 0).kind) - order.indexOf(urgencyOf(b, 0).kind) || arrival(a) - arrival(b);

// Nobody knows when they arrive: it may be now.
const arrival = ({ arrivalAt }: Listed): number => (arrivalAt === null ? 0 : Date.parse(arrivalAt));
