import { epochMs, utcText } from '../domain/instant-text.ts';
import type { ChosenSlot, Coverage } from '../domain/plan.ts';
import { finding, type Finding } from './assumptions.ts';
import { asObject, NoAnswer, summaryOf, textOf, type Answer, type Call } from './call.ts';

export interface CodeWish {
  doorId: string;
  name: string;
  slot: ChosenSlot;
  coverage: Coverage;
  /** Asks for times this far inside the slot's, to see what Seam makes of them. */
  minutesOff: number;
}

export interface MadeCode {
  accessCodeId: string;
  /** Epoch milliseconds, when create had answered. */
  answeredAt: number;
  /** As it came with the answer: holds the PIN where Seam has one by then. */
  wire: Record<string, unknown>;
}

/** Sends create once; a second time, for the slot's exact times, only where the first was refused and so made nothing. */
export const makeCode = async (
  call: Call,
  wish: CodeWish,
): Promise<{ made: MadeCode | null; findings: Finding[] }> => {
  const asked = insideOf(wish.coverage, wish.minutesOff);
  const first = await create(call, wish, asked);
  const isRefused = first.status >= 400 && first.status !== 429;
  const mismatch = finding(
    'mismatch-refused',
    wish.minutesOff > 0 && isRefused ? first.status === 400 : null,
    wish.minutesOff > 0 && isRefused
      ? `${wish.minutesOff} minutes off: ${summaryOf(first)}`
      : 'nothing was refused',
  );
  const answer = isRefused && wish.minutesOff > 0 ? await create(call, wish, wish.coverage) : first;
  const code = asObject(answer.body['access_code']);
  const accessCodeId = code['access_code_id'];
  const attempt = asObject(answer.body['action_attempt']);
  const isMade = answer.status === 200 && typeof accessCodeId === 'string';
  if (!isMade && answer.status < 400) throw new NoAnswer('create was answered without a code');
  const atOnce = finding(
    'create-answers-at-once',
    isMade && attempt['status'] === 'pending',
    isMade ? `after ${answer.ms} ms, action attempt ${textOf(attempt['status'])}` : summaryOf(answer),
  );
  if (!isMade) return { made: null, findings: [mismatch, atOnce] };
  return {
    made: { accessCodeId, answeredAt: Date.now(), wire: code },
    findings: [
      mismatch,
      atOnce,
      rounding(code, wish, first === answer ? asked : null),
      userLevel(code, wish),
    ],
  };
};

interface Times {
  startsAt: string;
  endsAt: string;
}

const insideOf = ({ startsAt, endsAt }: Coverage, minutes: number): Times => ({
  startsAt: utcText(epochMs(startsAt) + minutes * 60_000),
  endsAt: utcText(epochMs(endsAt) - minutes * 60_000),
});

const create = async (call: Call, { doorId, name, slot }: CodeWish, times: Times): Promise<Answer> => {
  const answer = await call('/access_codes/create', {
    device_id: doorId,
    name,
    starts_at: times.startsAt,
    ends_at: times.endsAt,
    max_time_rounding: slot.maxTimeRounding,
    is_offline_access_code: true,
  });
  if (answer.status === 408 || answer.status >= 500)
    throw new NoAnswer(`create was answered with ${summaryOf(answer)}`);
  return answer;
};

const rounding = (code: Record<string, unknown>, wish: CodeWish, asked: Times | null): Finding => {
  const { startsAt, endsAt } = wish.coverage;
  const isSlots = isAt(code['starts_at'], startsAt) && isAt(code['ends_at'], endsAt);
  const isAsked =
    asked !== null && isAt(code['starts_at'], asked.startsAt) && isAt(code['ends_at'], asked.endsAt);
  const observed = isSlots ? "the slot's times" : isAsked ? 'the times asked for' : 'other times';
  return finding(
    'times-rounded',
    asked === null || wish.minutesOff === 0 ? null : isSlots,
    `asked ${asked === null ? 0 : wish.minutesOff} minutes off, it came back with ${observed}: ${textOf(code['starts_at'])} to ${textOf(code['ends_at'])}`,
  );
};

const isAt = (value: unknown, instant: string): boolean =>
  typeof value === 'string' && epochMs(value) === epochMs(instant);

const userLevel = (code: Record<string, unknown>, { slot }: CodeWish): Finding => {
  const { user_level_id: id, user_level_name: name } = asObject(code['dormakaba_oracode_metadata']);
  const holds = typeof id === 'string' && (slot.userLevelId === null || id === slot.userLevelId);
  return finding('user-level-in-answer', holds, `name ${textOf(name)}, id ${textOf(id)}`);
};
