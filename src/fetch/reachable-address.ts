import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.parse>;

/**
 * Whether a fetch may connect to this address: a public one, or one in `ranges` (as 10.1.0.0/16). An IPv4 address that is
 * wrapped in an IPv6 one is judged by itself.
 */
export const isReachable = (text: string, ranges: readonly string[]): boolean => {
  if (!ipaddr.isValid(text)) return false;
  const address = unwrapped(ipaddr.process(text));
  if (ranges.some((range) => isWithin(address, range))) return true;
  return address.range() === 'unicast' && address.toString() !== AZURE_HOST;
};

/** Public by its number, and yet the machine's own host, which hands out its credentials. */
const AZURE_HOST = '168.63.129.16';

const isWithin = (address: Address, range: string): boolean => {
  const [base, bits] = ipaddr.parseCIDR(range);
  return address.kind() === base.kind() && address.match(base, bits);
};

/** NAT64: how a network without IPv4 reaches IPv4 hosts. */
const NAT64 = ipaddr.parseCIDR('64:ff9b::/96');

const unwrapped = (address: Address): Address => {
  if (address.kind() !== 'ipv6' || !address.match(NAT64)) return address;
  return ipaddr.fromByteArray(address.toByteArray().slice(-4));
};
