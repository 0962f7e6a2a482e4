import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isLocale } from '../domain/locale.ts';
import type { Policy } from '../domain/policy.ts';

const DAY_MS = 86_400_000;

const propertyPolicy = z.strictObject({
  issueWindowDays: z.number().min(0).max(365).optional(),
  longestStayNights: z.int().min(1).max(31).optional(),
  allowDayRounding: z.boolean().optional(),
  locale: z.string().refine(isLocale, 'expected a locale, such as de-DE').optional(),
});
export type PropertyPolicy = {
  [Name in keyof z.infer<typeof propertyPolicy>]?: z.infer<typeof propertyPolicy>[Name] | undefined;
};

/**
 * What each property decides for itself: `{ "<propertyId>": { issueWindowDays?, longestStayNights?, allowDayRounding?,
 * locale? } }`.
 * @param problems takes what is wrong with the file
 */
export const readPolicies = (file: string | undefined, problems: string[]): Map<string, PropertyPolicy> => {
  if (file === undefined || file === '') return new Map();
  const named = `STAYKEY_POLICY_FILE: ${file}`;
  try {
    const parsed = z.record(z.string(), propertyPolicy).safeParse(JSON.parse(readFileSync(file, 'utf8')));
    if (parsed.success) return new Map(Object.entries(parsed.data));
    problems.push(
      ...parsed.error.issues.map((issue) => `${named}: at "${issue.path.join('.')}": ${issue.message}`),
    );
  } catch (error) {
    problems.push(`${named}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return new Map();
};

export const overlay = (base: Policy, own: PropertyPolicy = {}): Policy => ({
  issueWindowMs: own.issueWindowDays === undefined ? base.issueWindowMs : own.issueWindowDays * DAY_MS,
  longestStayNights: own.longestStayNights ?? base.longestStayNights,
  allowDayRounding: own.allowDayRounding ?? base.allowDayRounding,
});
