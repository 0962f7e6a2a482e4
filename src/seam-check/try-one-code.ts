import { counted } from '../domain/instant-text.ts';
import type { ChosenSlot, Coverage } from '../domain/plan.ts';
import type { Finding } from './assumptions.ts';
import { asObject, asObjects, NoAnswer, type Call } from './call.ts';
import { makeCode, type CodeWish } from './make-code.ts';
import type { TestCode } from './report.ts';
import { checkEvents, findCode, tryToChange, watchCode } from './watch-code.ts';

export interface Trial {
  doorId: string;
  /** By which the code is found again, whatever happens. */
  name: string;
  slot: ChosenSlot;
  coverage: Coverage;
  minutesOff: number;
  watchMs: number;
  pauseMs: number;
  /** Told as soon as there is a code: whoever stops the run must know of it. */
  whenMade: (accessCodeId: string) => void;
}

/** Makes one code, follows it, and tries what Seam's guides say can't be done. Whatever fails is told, not thrown. */
export const tryOneCode = async (
  call: Call,
  { doorId, name, slot, coverage, minutesOff, watchMs, pauseMs, whenMade }: Trial,
): Promise<{ code: TestCode | null; findings: Finding[]; troubles: string[] }> => {
  const wish: CodeWish = { doorId, name, slot, coverage, minutesOff };
  const { startsAt, endsAt } = coverage;
  const code: TestCode = { accessCodeId: null, name, doorId, startsAt, endsAt };
  const findings: Finding[] = [];
  const troubles: string[] = [];
  const step = async (look: () => Promise<Finding[]>) => {
    try {
      findings.push(...(await look()));
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error;
      troubles.push(error.message);
    }
  };

  // Seam's clock may be behind ours.
  const since = new Date(Date.now() - 10 * 60_000).toISOString();
  const prefix = await prefixOf(call, doorId, slot);
  let outcome: Awaited<ReturnType<typeof makeCode>> | undefined;
  await step(async () => {
    outcome = await makeCode(call, wish);
    return outcome.findings;
  });
  if (!outcome) return { code, findings, troubles };
  const { made } = outcome;
  if (!made) return { code: null, findings, troubles: ['Seam made no code.'] };

  whenMade(made.accessCodeId);
  await step(() => findCode(call, made, wish, pauseMs));
  await step(() => watchCode(call, made, { watchMs, pauseMs, prefix }));
  await step(() => checkEvents(call, made.accessCodeId, since));
  await step(() => tryToChange(call, made, wish));
  return { code: { ...code, accessCodeId: made.accessCodeId }, findings, troubles };
};

// The one thing about a slot that is told by the PIN alone, so that Staykey itself has no use for it.
const prefixOf = async (call: Call, doorId: string, slot: ChosenSlot): Promise<string | null> => {
  const { body } = await call('/devices/get', { device_id: doorId });
  const properties = asObject(asObject(body['device'])['properties']);
  const slots = asObjects(asObject(properties['dormakaba_oracode_metadata'])['predefined_time_slots']);
  const own = slots.find(({ dormakaba_oracode_user_level_id: id }) => id === slot.userLevelId);
  const prefix = own?.['prefix'];
  return typeof prefix === 'number' && prefix !== 0 ? String(prefix) : null;
};

/** What is about to be done, for whoever must agree to it. */
export const describeTrial = ({
  name,
  slot,
  coverage,
  minutesOff,
}: Pick<Trial, 'name' | 'slot' | 'coverage' | 'minutesOff'>) =>
  [
    `One code named "${name}" in time slot "${slot.name}", which opens the door from ${coverage.localStart} to ${coverage.localEnd}.`,
    minutesOff > 0
      ? `It is asked for ${counted(minutesOff, 'minute')} inside these times, and for the very times only if Seam refuses that.`
      : 'It is asked for these very times.',
    "Seam's guides say that it can't be deleted before its end.",
  ].join('\n');
