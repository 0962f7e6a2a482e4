import type { Completeness } from './completeness.ts';
import type { ImportPlan } from './plan-import.ts';

/** How many of each, for scripts and for the page of a run. */
export interface PlanFigures {
  started: number;
  changed: number;
  sentAgain: number;
  cancelled: number;
  missing: number;
  unchanged: number;
  over: number;
  oldCopies: number;
  forgotten: number;
  completeness: Completeness;
  doubt: string | null;
  held: string | null;
}

export const planFigures = (plan: ImportPlan): PlanFigures => {
  const count = (outcome: string) => plan.steps.filter((step) => step.outcome === outcome).length;
  return {
    started: count('new'),
    changed: count('changed'),
    sentAgain: count('again'),
    cancelled: count('gone'),
    missing: plan.missing,
    unchanged: plan.unchanged,
    over: plan.over,
    oldCopies: plan.oldCopies.length,
    forgotten: plan.forget.length,
    completeness: plan.completeness,
    doubt: plan.doubt,
    held: plan.held,
  };
};
