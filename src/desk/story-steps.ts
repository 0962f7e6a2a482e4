import type { AccessPlanned } from '../activities/plan-access.ts';
import type { AssessedCode } from '../activities/assess-live-code.ts';
import { readiness, type AccessCode } from '../domain/access-code.ts';
import type { IssueOutcome } from '../domain/door/events.ts';
import type { Plan } from '../domain/plan.ts';
import type { Happening } from '../temporal/happenings.ts';
import { deliveredInWords, raisedInWords } from './story-news.ts';
import type { Teller } from './story-view.ts';
import { introducing, plainly, type Told } from './told.ts';
import { instantInWords, wallInWords } from './when.ts';
import { whyInWords } from './why-words.ts';

/** What the run did; null for what a clerk need not know. */
export const stepInWords = ({ name, kind, ...one }: Happening, teller: Teller): Told | null => {
  if (!isStep(name)) return null;
  const { say } = teller.speech;
  if (kind === 'step_failed') return plainly(say(`story.${name}.failed`));
  // What can't be read here was done nonetheless.
  return steps[name](one, teller) ?? plainly(say(`story.${name}.done`));
};

type Step = (one: Pick<Happening, 'at' | 'input' | 'result'>, teller: Teller) => Told | null;

const steps = {
  planAccess: ({ at, input, result }, teller) =>
    plannedInWords(result as AccessPlanned | undefined, at, input, teller),
  issueAccessCode: ({ input, result }, teller) =>
    issueInWords(result as IssueOutcome | undefined, input, teller),
  lookForAccessCode: ({ input, result }, teller) =>
    lookedInWords(result as AccessCode[] | undefined, input, teller),
  readAccessCode: ({ result }, teller) => readInWords(result as AccessCode | null | undefined, teller),
  assessLiveCode: ({ result }, teller) => assessedInWords(result as AssessedCode | undefined, teller),
  deliverCodes: ({ result }, { speech }) => deliveredInWords(result, speech),
  raiseNotices: ({ input }, { speech }) => raisedInWords(input, speech),
} satisfies Readonly<Record<string, Step>>;

const isStep = (name: string): name is keyof typeof steps => Object.hasOwn(steps, name);

const doorOf = (input: unknown, plan: Plan | null, { nameOf, speech }: Teller): string => {
  const { doorId } = (input ?? {}) as { doorId?: string };
  return doorId === undefined ? (plan?.doorName ?? speech.say('story.theDoor')) : nameOf(doorId);
};

const plannedInWords = (
  planned: AccessPlanned | undefined,
  at: string,
  input: unknown,
  teller: Teller,
): Told | null => {
  if (planned === undefined) return null;
  return 'plan' in planned
    ? planInWords(planned.plan, at, input, teller)
    : plainly(teller.speech.say('story.planAccess.failed'));
};

const planInWords = (plan: Plan, at: string, input: unknown, teller: Teller): Told => {
  const { say, locale } = teller.speech;
  const door = doorOf(input, plan, teller);
  const { coverage, issueAt } = plan;
  if (!coverage) return withProblems(say('story.planAccess.refused', { door }), door, plan, teller);
  const opening = {
    door,
    from: wallInWords(coverage.localStart, locale),
    to: wallInWords(coverage.localEnd, locale),
  };
  // Instants are all written alike.
  return plainly(
    issueAt !== null && issueAt > at
      ? say('story.planAccess.planned', { ...opening, time: whenOf(issueAt, teller) })
      : say('story.planAccess.fits', opening),
  );
};

// A run writes its problems in English: in another language their kinds are said, and they are quoted.
const withProblems = (lead: string, door: string, { problems }: Plan, { speech }: Teller): Told => {
  const said = problems.map(({ message }) => message).join(' ');
  if (speech.language === 'en' || said === '') return plainly(`${lead} ${said}`.trim());
  const kinds = new Set(problems.map(({ reason }) => whyInWords(reason, speech)));
  return { text: speech.say('code.atDoor', { door, words: [...kinds].join(' ') }), original: said };
};

const issueInWords = (outcome: IssueOutcome | undefined, input: unknown, teller: Teller): Told | null => {
  if (outcome === undefined) return null;
  const { plan, code } = outcome;
  const { say } = teller.speech;
  const door = doorOf(input, plan, teller);
  if (code === null) return withProblems(say('story.issueAccessCode.none', { door }), door, plan, teller);
  const { startsAt, endsAt } = code;
  const made =
    startsAt === null || endsAt === null
      ? say('story.issueAccessCode.made', { door })
      : say('story.issueAccessCode.madeFor', {
          door,
          from: whenOf(startsAt, teller),
          to: whenOf(endsAt, teller),
        });
  return withStanding((standing) => `${made} ${say(`story.issueAccessCode.${standing}`)}`, code, teller);
};

const whenOf = (instant: string, { timeZone, speech }: Teller): string =>
  instantInWords(instant, timeZone, speech.locale);

type Standing = 'ready' | 'waiting' | 'broken';

const withStanding = (lead: (standing: Standing) => string, code: AccessCode, teller: Teller): Told => {
  const { speech } = teller;
  const { say } = speech;
  const found = readiness(code);
  if (found.kind === 'ready') return plainly(lead('ready'));
  if (found.kind !== 'waiting') return introducing(speech, lead('broken'), found.why);
  const text = [
    lead('waiting'),
    ...(found.wakeAt === null ? [] : [say('story.seamGoesOn', { time: whenOf(found.wakeAt, teller) })]),
  ].join(' ');
  const said = code.errors.map(({ message }) => message).join(' ');
  return said === '' ? plainly(text) : introducing(speech, `${text} ${say('story.seamSays')}`, said);
};

const lookedInWords = (found: AccessCode[] | undefined, input: unknown, teller: Teller): Told | null => {
  if (found === undefined) return null;
  const door = doorOf(input, null, teller);
  return plainly(
    teller.speech.say(`story.lookForAccessCode.${found.length > 0 ? 'found' : 'none'}`, { door }),
  );
};

const readInWords = (code: AccessCode | null | undefined, teller: Teller): Told | null => {
  if (code === undefined) return null;
  const { say } = teller.speech;
  if (code === null) return plainly(say('story.readAccessCode.gone'));
  const door = teller.nameOf(code.doorId);
  return withStanding((standing) => say(`story.readAccessCode.${standing}`, { door }), code, teller);
};

const assessedInWords = (assessed: AssessedCode | undefined, teller: Teller): Told | null => {
  if (assessed === undefined) return null;
  const { say } = teller.speech;
  const { code, assessment } = assessed;
  const door = assessment.doorName;
  if (code === null) return plainly(say('story.assessLiveCode.gone', { door }));
  const opens =
    code.endsAt === null
      ? say('story.assessLiveCode.opens', { door })
      : say('story.assessLiveCode.opensUntil', { door, time: whenOf(code.endsAt, teller) });
  // Whose it is may not be this reader's to know.
  const isInTheWay = assessment.overlaps.length > 0;
  return plainly(isInTheWay ? `${opens} ${say('story.assessLiveCode.inTheWay')}` : opens);
};
