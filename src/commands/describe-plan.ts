import { planFigures } from '../domain/plan-figures.ts';
import type { ImportPlan } from '../domain/plan-import.ts';
import { plain } from './print.ts';

/** What comes of a plan, for people; `verb` is "would be" or "were". */
export const describePlan = (plan: ImportPlan, verb: 'would be' | 'were'): string => {
  const { started, changed, sentAgain, cancelled, missing, unchanged, over } = planFigures(plan);
  return [
    ...(plan.held === null ? [] : [plain(`Held: ${plan.held}. Nothing is done without --accept-missing`)]),
    ...(plan.doubt === null ? [] : [plain(`What is missing is not counted: ${plan.doubt}`)]),
    ...plan.oldCopies.map((workflowId) =>
      plain(`${workflowId}: passed over, the feed had a newer revision of it before`),
    ),
    `${started} ${verb} started, ${changed} changed, ${unchanged} are unchanged` +
      (sentAgain > 0 ? `, ${sentAgain} ${verb} sent again after an import that broke off` : '') +
      (cancelled > 0 ? `, ${cancelled} ${verb} cancelled, as they are gone` : '') +
      (missing > 0 ? `, ${missing} are missing, not long enough to count` : '') +
      (over > 0 ? `, ${over} are over` : ''),
  ].join('\n');
};
