import { z } from 'zod';
import { envReference } from './feed-location.ts';

// Those that a fetch writes itself, so that one from here would break it.
const OWN =
  /^(?:host|connection|content-length|transfer-encoding|upgrade|te|trailer|expect|range|accept-encoding|if-.*)$/i;

/** Headers of a fetch by name; each value is a secret. */
export const feedHeaders = z.record(z.string(), envReference).superRefine((headers, context) => {
  for (const name of Object.keys(headers)) {
    const fault = faultOf(name);
    if (fault !== null) context.addIssue({ code: 'custom', path: [name], message: fault });
  }
});

const faultOf = (name: string): string | null => {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'expected a name that a header may have';
  return OWN.test(name) ? 'expected another header: this one is written by the fetch itself' : null;
};
