import ipaddr from 'ipaddr.js';

/** Of an IPv6 address the first 64 bits, in groups of 16. */
const NETWORK_GROUPS = 4;

/**
 * Whose budget an address counts on: one IPv4 address, or one IPv6 /64, which is what one subscriber gets. A socket that has closed
 * since has no address any more, whatever the types say.
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined) return '';
  if (!ipaddr.isValid(address)) return address;
  // An IPv4 address that is written as an IPv6 one comes out as what it is.
  const parsed = ipaddr.process(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.toString();
  return parsed.parts
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.toString(16))
    .join(':');
}
