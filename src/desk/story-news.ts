import type { Outcome } from '../activities/deliver-codes.ts';
import type { StaffNotice } from '../domain/outgoing.ts';
import { plainly, type Told } from './told.ts';
import { isName, sayNamed, type Speech } from './words/speech.ts';

/** What a message to guest and booking system came to, by its channels. */
export const deliveredInWords = (result: unknown, speech: Speech): Told | null => {
  if (result === undefined) return null;
  const { sent, failed } = result as Outcome;
  const { say } = speech;
  const sentences = [
    ...(sent.length > 0 ? [say('story.deliverCodes.sent', { channels: named(sent, speech) })] : []),
    ...(failed.length > 0
      ? [say('story.deliverCodes.undelivered', { channels: named(failed, speech) })]
      : []),
  ];
  return plainly(sentences.join(' ') || say('story.deliverCodes.nobody'));
};

const named = (channels: string[], speech: Speech): string =>
  new Intl.ListFormat(speech.language).format(
    channels.map((channel) => {
      const name = `story.channel.${channel}`;
      return isName(name) ? sayNamed(speech, name, {}) : channel;
    }),
  );

/** What staff were told of. */
export const raisedInWords = (input: unknown, speech: Speech): Told | null => {
  const subjects = ((input ?? []) as StaffNotice[]).flatMap(({ kind, severity }) => {
    const name = `story.subject.${kind}`;
    return isName(name) ? `${sayNamed(speech, name, {})} (${speech.say(`severity.${severity}`)})` : [];
  });
  return subjects.length > 0
    ? plainly(speech.say('story.raiseNotices.of', { subjects: [...new Set(subjects)].join('; ') }))
    : null;
};
