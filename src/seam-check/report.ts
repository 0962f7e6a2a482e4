import type { DoorAudit } from '../domain/audit-door.ts';
import { assumptions, idsOf, type AssumptionId, type Finding } from './assumptions.ts';

export interface CheckReport {
  /** UTC. */
  checkedAt: string;
  endpoint: string;
  doors: DoorAudit[];
  /** The one code that was made, or may have been: then `accessCodeId` is null. Never with its PIN. */
  code: TestCode | null;
  /** What went wrong on the way. */
  troubles: string[];
  findings: Finding[];
}

export interface TestCode {
  accessCodeId: string | null;
  name: string;
  doorId: string;
  /** UTC: the slot's times. */
  startsAt: string;
  endsAt: string;
}

/** Later findings in place of earlier ones, in the order of the assumptions. */
export const mergeFindings = (earlier: Finding[], later: Finding[]): Finding[] => {
  const byId = new Map([...earlier, ...later].map((finding) => [finding.id, finding]));
  return (Object.keys(assumptions) as AssumptionId[]).flatMap((id) => byId.get(id) ?? []);
};

/** For people. */
export const toMarkdown = ({ checkedAt, endpoint, doors, code, troubles, findings }: CheckReport): string => {
  const found = new Set(findings.map(({ id }) => id));
  const later = (['code', 'ended'] as const).flatMap(idsOf).filter((id) => !found.has(id));
  return [
    '# What Seam does',
    `Asked ${endpoint} at ${checkedAt}. The ids are those of docs/assumptions.md.`,
    ...troubles.map((trouble) => `**${trouble}**`),
    '## Doors',
    doors.length === 0
      ? 'Seam knows no Oracode door in this workspace.'
      : doors.map(describeDoor).join('\n\n'),
    '## The code',
    describeCode(code),
    '## Assumptions',
    table(
      ['id', 'assumed', 'outcome', 'observed'],
      findings.map(({ id, outcome, observed }) => [
        id,
        assumptions[id][1],
        outcome === 'otherwise' ? '**otherwise**' : outcome,
        observed,
      ]),
    ),
    ...(later.length > 0 ? [`Not looked at yet: ${later.join(', ')}.`] : []),
    `Never looked at, as it would take more codes or a fault of Seam's: ${idsOf('never').join(', ')}.`,
    '',
  ].join('\n\n');
};

const describeDoor = ({ doorId, name, timeZone, problems, notices, timeSlots }: DoorAudit): string =>
  [
    `### ${name}`,
    `\`${doorId}\`, ${timeZone ?? 'without time zone'}. ${problems.length === 0 ? 'Codes can be made.' : '**No code can be made.**'}`,
    ...[...problems, ...notices].map(({ message }) => `- ${message}`),
    ...(timeSlots.some(({ userLevelId }) => userLevelId === null)
      ? ['- Some time slots have no user level id: which of them Seam takes can not be checked.']
      : []),
    table(
      ['time slot', 'from', 'to', 'use'],
      timeSlots.map((slot) => [
        slot.name,
        slot.checkIn ?? 'missing',
        slot.checkOut ?? 'missing',
        useOf(slot),
      ]),
    ),
  ].join('\n\n');

const useOf = ({ isDayBound, whyNot }: DoorAudit['timeSlots'][number]): string =>
  whyNot ?? (isDayBound ? 'by the day' : 'by the hour');

const describeCode = (code: TestCode | null): string => {
  if (!code) return 'None was made.';
  const { accessCodeId, name, doorId, startsAt, endsAt } = code;
  return accessCodeId === null
    ? `A code named \`${name}\` may exist on door \`${doorId}\`.`
    : `\`${accessCodeId}\`, named \`${name}\`, opens door \`${doorId}\` from ${startsAt} to ${endsAt}. Look again after that.`;
};

const table = (head: string[], rows: string[][]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n');
