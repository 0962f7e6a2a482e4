import type { FastifyHelmetOptions } from '@fastify/helmet';

/** Nothing but our own styles, script and answers; no page of anybody else may show ours. */
export const headers: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'style-src': ["'self'"],
      'script-src': ["'self'"],
      'img-src': ["'self'"],
      'connect-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  // Without any, browsers send forms with the origin "null"; see own-pages.ts.
  referrerPolicy: { policy: 'same-origin' },
  xFrameOptions: { action: 'deny' },
  // Whoever ends TLS in front knows for which hosts it may be said.
  strictTransportSecurity: false,
};
