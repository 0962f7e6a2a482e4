import type { Happening } from '../temporal/read-story.ts';

const messages: Readonly<Record<string, string>> = {
  reservation: 'Word of the reservation came from an import.',
  applyReservation: 'Word of the reservation came from the booking system.',
  cancelReservation: 'The reservation was cancelled.',
  cancelReservationLater: 'The reservation was cancelled.',
  retry: 'Somebody asked to look again.',
  reissue: 'Somebody asked for another code.',
  acknowledge: 'Somebody decided about a live code.',
  hold: 'Somebody put it on hold.',
  release: 'Somebody took the hold back.',
  markHandled: 'Somebody noted that a door is seen to by hand.',
  resend: 'Somebody asked to tell the guest again.',
  seamEvent: 'Seam had news of a code.',
};

const steps: Readonly<Record<string, { done: string; failed: string }>> = {
  planAccess: { done: 'The stay was held against the door.', failed: 'The door could not be asked about.' },
  issueAccessCode: { done: 'A code was asked of Seam.', failed: 'Seam could not be asked for a code.' },
  lookForAccessCode: { done: 'A code was looked for in Seam.', failed: 'A code could not be looked for.' },
  readAccessCode: { done: 'The code was read in Seam.', failed: 'The code could not be read in Seam.' },
  assessLiveCode: {
    done: 'What a live code means for others was looked up.',
    failed: 'What a live code means could not be looked up.',
  },
  deliverCodes: {
    done: 'A message to guest and booking system was handed over.',
    failed: 'No message could be handed over.',
  },
  raiseNotices: { done: 'Staff were told.', failed: 'Staff could not be told.' },
};

/** In a sentence; null for what a clerk need not know. */
export const happeningInWords = ({ kind, name }: Happening): string | null => {
  if (kind === 'started') return 'The reservation was first heard of.';
  if (kind === 'ended') return 'It was over.';
  if (kind === 'message') return messages[name] ?? null;
  return steps[name]?.[kind === 'step_done' ? 'done' : 'failed'] ?? null;
};
