import { isIP } from 'node:net';
import { z } from 'zod';

/**
 * Addresses and networks of the proxies whose word on where a request comes from is taken, with commas between them.
 * Anybody can write such a header: a network that is everybody is refused.
 */
export const trustedProxies = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every((part) => isAddressOrNetwork(part)),
    'expected addresses or networks of proxies with commas between them, such as 10.0.0.7,172.16.0.0/12',
  )
  .default([])
  .describe(
    'proxies whose word on where a request comes from is taken: addresses or networks, with commas between them ([security.md](security.md))',
  );

const isAddressOrNetwork = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d*$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
};
