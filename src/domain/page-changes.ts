import { emptyPage, type LedgerEntry, type LedgerPage } from './feed-ledger.ts';
import type { ImportPlan, ImportStep } from './plan-import.ts';

/** All that an import changes on one page of a ledger. */
export interface PageChanges {
  /** Counts from 0. */
  number: number;
  page: LedgerPage;
  steps: ImportStep[];
  notes: Record<string, LedgerEntry>;
  forget: string[];
}

/**
 * What a page may grow to, bytes of JSON: carried over, read and changed as one payload, of which Temporal takes 2 MiB
 * and warns from half of one. About 1,200 reservations.
 */
export const fullPageBytes = 256 * 1024;

/** Sorts a plan by pages: what is known stays where it is, what is new goes where there is room. */
export const pageChanges = (pages: readonly LedgerPage[], plan: ImportPlan): PageChanges[] => {
  const changes = pages.map((page, number): PageChanges => ({ number, page, ...nothing() }));
  const pageOf = new Map(
    changes.flatMap((change) => Object.keys(change.page.entries).map((id) => [id, change] as const)),
  );
  for (const id of plan.forget) pageOf.get(id)?.forget.push(id);
  for (const [id, entry] of plan.notes) {
    const change = pageOf.get(id);
    if (change) change.notes[id] = entry;
  }

  const room = roomOn(changes);
  for (const step of plan.steps) (pageOf.get(step.workflowId) ?? room(bytesOf(step))).steps.push(step);
  return changes.filter(
    ({ steps, notes, forget }) => steps.length + Object.keys(notes).length + forget.length > 0,
  );
};

const nothing = (): Pick<PageChanges, 'steps' | 'notes' | 'forget'> => ({ steps: [], notes: {}, forget: [] });

const roomOn = (changes: PageChanges[]) => {
  let number = 0;
  let used = bytesUsed(changes[0]);
  return (bytes: number): PageChanges => {
    while (used + bytes > fullPageBytes) {
      number += 1;
      used = bytesUsed(changes[number]);
    }
    used += bytes;
    return (changes[number] ??= { number, page: emptyPage(), ...nothing() });
  };
};

const bytesUsed = (change: PageChanges | undefined): number =>
  change === undefined ? 0 : JSON.stringify(change.page.entries).length;

// Ids are percent-encoded: a character is a byte.
const bytesOf = ({ workflowId, entry }: ImportStep): number => JSON.stringify({ [workflowId]: entry }).length;
