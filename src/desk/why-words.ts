import type { Notice, Problem } from '../domain/problem.ts';
import { quoting, type Told } from './told.ts';
import { isName, type Speech } from './words/speech.ts';

type Attention = Problem['reason'] | 'on_hold';
type Reasoned = Readonly<Record<'reason' | 'message', string>>;

/**
 * Why a reservation has no working code, by kind: without a number or a name. A list has nothing but the attribute
 * `Attention`.
 */
export const whyInWords = (attention: string | null, { say }: Speech): string =>
  isKnown(attention) ? say(`why.${attention}`) : say('why.unknown');

/** What speaks against a code at a door, by kind, and as the run or the check has written it. */
export const problemInWords = ({ reason, message }: Reasoned, speech: Speech): Told =>
  quoting(speech, whyInWords(reason, speech), message);

/** What is worth knowing of a door. */
export const noticeInWords = ({ reason, message }: Reasoned, speech: Speech): Told =>
  quoting(speech, speech.say(isNotice(reason) ? `notice.${reason}` : 'notice.unknown'), message);

const isKnown = (attention: string | null): attention is Attention => isName(`why.${attention}`);

const isNotice = (reason: string): reason is Notice['reason'] => isName(`notice.${reason}`);
