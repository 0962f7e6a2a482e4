import type { IssueOutcome } from '../activities/issue-access-code.ts';
import type { AssessedCode } from '../activities/assess-live-code.ts';
import type { Outcome } from '../activities/deliver-codes.ts';
import { readiness, type AccessCode } from '../domain/access-code.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import type { Plan } from '../domain/plan.ts';
import type { Happening } from '../temporal/happenings.ts';
import type { Teller } from './story-view.ts';
import { instantInWords, wallInWords } from './when.ts';

/** What the run did; null for what a clerk need not know. */
export const stepInWords = ({ name, kind, ...one }: Happening, teller: Teller): string | null => {
  const step = steps[name];
  if (!step) return null;
  if (kind === 'step_failed') return step.failed;
  return step.done(one, teller);
};

interface Step {
  done: (one: Pick<Happening, 'at' | 'input' | 'result'>, teller: Teller) => string;
  failed: string;
}

const steps: Readonly<Record<string, Step>> = {
  planAccess: {
    done: ({ at, input, result }, teller) =>
      planInWords(result as Plan | undefined, at, doorOf(input, teller), teller),
    failed: 'The door could not be asked about.',
  },
  issueAccessCode: {
    done: ({ input, result }, teller) =>
      issueInWords(result as IssueOutcome | undefined, doorOf(input, teller), teller),
    failed: 'Seam could not be asked for a code.',
  },
  lookForAccessCode: {
    done: ({ input, result }, teller) =>
      `${doorOf(input, teller)}: ${(result as AccessCode[] | undefined)?.length ? 'a code had been made, although Seam’s answer was lost.' : 'no code had been made.'}`,
    failed: 'A code could not be looked for.',
  },
  readAccessCode: {
    done: ({ result }, teller) => readInWords(result as AccessCode | null | undefined, teller),
    failed: 'The code could not be read in Seam.',
  },
  assessLiveCode: {
    done: ({ result }, teller) => assessedInWords(result as AssessedCode | undefined, teller),
    failed: 'What an old code means for others could not be looked up.',
  },
  deliverCodes: {
    done: ({ result }) => deliveredInWords(result as Outcome | undefined),
    failed: 'No message could be handed over.',
  },
  raiseNotices: {
    done: ({ input }) => raisedInWords(input as StaffNotice[] | undefined),
    failed: 'Staff could not be told.',
  },
};

const doorOf = (input: unknown, { nameOf }: Teller): string | null => {
  const { doorId } = (input ?? {}) as { doorId?: string };
  return doorId === undefined ? null : nameOf(doorId);
};

const planInWords = (plan: Plan | undefined, at: string, known: string | null, teller: Teller): string => {
  if (plan === undefined) return 'The stay was held against the door.';
  const door = known ?? plan.doorName ?? 'The door';
  if (!plan.coverage) return `${door}: no code can be made. ${messages(plan)}`;
  const opening = openingOf(plan, teller);
  // Instants are all written alike.
  return plan.issueAt !== null && plan.issueAt > at
    ? `${door}: the stay fits. The code is planned for ${instantInWords(plan.issueAt, teller.timeZone, teller.locale)}, to open ${opening}.`
    : `${door}: the stay fits. The code is to open ${opening}.`;
};

const messages = ({ problems }: Plan): string => problems.map(({ message }) => message).join(' ');

const openingOf = ({ coverage }: Plan, { locale }: Teller): string =>
  coverage
    ? `from ${wallInWords(coverage.localStart, locale)} to ${wallInWords(coverage.localEnd, locale)}`
    : '';

const issueInWords = (outcome: IssueOutcome | undefined, known: string | null, teller: Teller): string => {
  if (outcome === undefined) return 'A code was asked of Seam.';
  const { plan, code } = outcome;
  const door = known ?? plan.doorName ?? 'The door';
  if (code === null) return `${door}: no code was made. ${messages(plan)}`.trim();
  const opens = code.startsAt === null || code.endsAt === null ? '' : ` that opens ${spanOf(code, teller)}`;
  return `${door}: a code was made${opens}. ${standing(code, teller)}`;
};

const spanOf = ({ startsAt, endsAt }: AccessCode, { timeZone, locale }: Teller): string =>
  `from ${instantInWords(startsAt ?? '', timeZone, locale)} to ${instantInWords(endsAt ?? '', timeZone, locale)}`;

const readInWords = (code: AccessCode | null | undefined, teller: Teller): string => {
  if (code === undefined) return 'The code was read in Seam.';
  if (code === null) return 'A code is gone, says Seam.';
  return `${teller.nameOf(code.doorId)}: ${standing(code, teller).replace(/^It/, 'the code')}`;
};

const standing = (code: AccessCode, { timeZone, locale }: Teller): string => {
  const found = readiness(code);
  if (found.kind === 'ready') return 'It is ready.';
  if (found.kind !== 'waiting') return `It does not work. ${found.why}`;
  const said = code.errors.map(({ message }) => ` Seam says: ${message}`).join('');
  const next =
    found.wakeAt === null ? '' : ` Seam goes on at ${instantInWords(found.wakeAt, timeZone, locale)}.`;
  return `It is not ready yet.${said}${next}`;
};

const assessedInWords = (assessed: AssessedCode | undefined, { timeZone, locale }: Teller): string => {
  if (assessed === undefined) return 'What an old code means for others was looked up.';
  const { code, assessment } = assessed;
  if (code === null) return `${assessment.doorName}: an old code is gone, says Seam.`;
  const until = code.endsAt === null ? '' : ` until ${instantInWords(code.endsAt, timeZone, locale)}`;
  // Whose it is may not be this reader's to know.
  const inTheWay = assessment.overlaps.length > 0 ? ', also while somebody else stays there' : '';
  return `${assessment.doorName}: an old code opens the door${until}${inTheWay}.`;
};

const channels: Readonly<Record<string, string>> = {
  guest_email: 'e-mail to the guest',
  pms_webhook: 'message to the booking system',
  log: 'a line in Staykey’s log',
};

const deliveredInWords = (outcome: Outcome | undefined): string => {
  if (outcome === undefined) return 'A message to guest and booking system was handed over.';
  const named = (names: string[]) => names.map((name) => channels[name] ?? name).join(' and ');
  return (
    [
      outcome.sent.length > 0 && `The code was told: ${named(outcome.sent)}.`,
      outcome.failed.length > 0 && `Not delivered: ${named(outcome.failed)}.`,
    ]
      .filter((sentence) => sentence !== false)
      .join(' ') || 'Nobody was left to be told.'
  );
};

const subjects: Record<StaffNotice['kind'], string> = {
  live_code: 'an old code opens a door',
  deadline: 'the arrival is near and there is no working code',
  refused: 'no code can be made',
  needs_human: 'somebody must help',
  feed: 'a feed has trouble',
};

const raisedInWords = (notices: StaffNotice[] | undefined): string => {
  const told = new Set((notices ?? []).map(({ kind, severity }) => `${subjects[kind]} (${severity})`));
  return told.size > 0 ? `Staff were told: ${[...told].join('; ')}.` : 'Staff were told.';
};
