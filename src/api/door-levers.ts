import { holdUpdate, releaseUpdate, resendUpdate, retryUpdate } from '../workflows/messages.ts';

/** The levers that take a door and nothing else, by their name in a path: of the API and of the front desk alike. */
export const doorLevers = {
  retry: { update: retryUpdate, summary: 'Look again now, at one door or at all; makes no second code' },
  hold: { update: holdUpdate, summary: 'Make no code for now; deadlines are raised all the same' },
  release: { update: releaseUpdate, summary: 'Take a hold back' },
  resend: {
    update: resendUpdate,
    summary: 'Tell the guest again of the codes that are ready, at one door or at all',
  },
};
