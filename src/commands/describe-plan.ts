import type { ImportPlan } from '../domain/plan-import.ts';
import { plain } from './print.ts';

/** How many of each, for scripts. */
export const planFigures = ({
  steps,
  missing,
  unchanged,
  over,
  oldCopies,
  forget,
  doubt,
  held,
}: ImportPlan) => {
  const count = (outcome: string) => steps.filter((step) => step.outcome === outcome).length;
  return {
    started: count('new'),
    changed: count('changed'),
    sentAgain: count('again'),
    cancelled: count('gone'),
    missing,
    unchanged,
    over,
    oldCopies,
    forgotten: forget.length,
    doubt,
    held,
  };
};

/** The same for people; `verb` is "would be" or "were". */
export const describePlan = (plan: ImportPlan, verb: 'would be' | 'were'): string => {
  const { started, changed, sentAgain, cancelled, missing, unchanged, over, oldCopies } = planFigures(plan);
  return [
    ...(plan.held === null ? [] : [plain(`Held: ${plan.held}. Nothing is done without --accept-missing`)]),
    ...(plan.doubt === null ? [] : [plain(`What is missing is not counted: ${plan.doubt}`)]),
    ...oldCopies.map((workflowId) =>
      plain(`${workflowId}: passed over, the feed had a newer revision of it before`),
    ),
    `${started} ${verb} started, ${changed} changed, ${unchanged} are unchanged` +
      (sentAgain > 0 ? `, ${sentAgain} ${verb} sent again after an import that broke off` : '') +
      (cancelled > 0 ? `, ${cancelled} ${verb} cancelled, as they are gone` : '') +
      (missing > 0 ? `, ${missing} are missing, not long enough to count` : '') +
      (over > 0 ? `, ${over} are over` : ''),
  ].join('\n');
};
