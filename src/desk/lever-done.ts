/** What is said after a lever was pulled, by its name in the path. */
const said: Readonly<Record<string, string>> = {
  retry: 'It is being looked at again.',
  hold: 'On hold: no code is made until you take that back.',
  release: 'The hold is taken back.',
  resend: 'The guest is told again.',
  reissue: 'Another code is being made. The old one STAYS LIVE: its notice is below.',
  acknowledge: 'Your decision is noted.',
  handled: 'Noted. Staykey leaves this door to you.',
  'not-handled': 'Staykey sees to this door again.',
};

/** Null for anything else that may stand in an address. */
export const leverDone = (lever: string | undefined): string | null =>
  lever !== undefined && Object.hasOwn(said, lever) ? (said[lever] ?? null) : null;
