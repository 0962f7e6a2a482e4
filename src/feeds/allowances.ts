import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

const addressRange = z
  .string()
  .refine(
    (text) => isIP(text.split('/')[0] ?? '') !== 0 && ipaddr.isValidCIDR(text),
    'expected a range of addresses, such as 10.1.0.0/16 or 10.1.2.3/32',
  );

/** What a fetch does only where the feed asks for it. `addresses`: ranges it may reach beside public addresses. */
export const allowances = z.strictObject({
  http: z.boolean().default(false),
  addresses: z.array(addressRange).default([]),
});
