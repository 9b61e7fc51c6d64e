import ipaddr from 'ipaddr.js';
import { isIP } from 'node:net';

/** `allowLoopback` opens loopback, and with it http and any port, for development. */
export interface GuardOptions {
  readonly allowLoopback: boolean;
}

const MAX_URL_CHARACTERS = 2_048;
const PORTS = new Set(['', '443', '8443']);
/** Names that never lead to the public network (RFC 6761, 6762, 7686, 8375, 9476, ICANN's `internal`). */
const PRIVATE_NAMES = /(^|\.)(localhost|localdomain|local|internal|home\.arpa|onion|alt)$/;
const LOOPBACK_NAME = /(^|\.)localhost$/;

/**
 * Why nothing may be sent to this address, as the end of a sentence that begins with its name, or undefined. Judges what is
 * written; `isPublicAddress` judges where a name leads.
 */
export function refusalOf(url: URL, options: GuardOptions): string | undefined {
  const { allowLoopback } = options;
  if (url.protocol !== 'https:' && !(allowLoopback && url.protocol === 'http:')) return 'must be an https address';
  if (url.href.length > MAX_URL_CHARACTERS) return `must not be longer than ${MAX_URL_CHARACTERS} characters`;
  if (url.username !== '' || url.password !== '') return 'must not hold user information';
  if (!PORTS.has(url.port) && !allowLoopback) return 'must use port 443 or 8443';
  return refusalOfHost(url.hostname, options);
}

/** The parser of URLs has brought every spelling of an IPv4 address to its plain form by now. */
function refusalOfHost(hostname: string, options: GuardOptions): string | undefined {
  const literal = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
  if (isIP(literal) !== 0) {
    return isPublicAddress(literal, options) ? undefined : 'must not lead to a private or special-purpose address';
  }
  if (hostname.endsWith('.')) return 'must name its host without a dot at the end';
  if (options.allowLoopback && LOOPBACK_NAME.test(hostname)) return undefined;
  return !hostname.includes('.') || PRIVATE_NAMES.test(hostname) ? 'must name a host of the public network' : undefined;
}

/** Global unicast as IANA hands it out; special-purpose blocks inside it are ruled out by their range. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3');
/** In public space, but answered by the cloud's own host: Azure's agent. */
const CLOUD_HOSTS = new Set(['168.63.129.16']);

/** Whether an address, as a resolver or a socket gives it, belongs to the public network. Anything that cannot be read does not. */
export function isPublicAddress(address: string, { allowLoopback }: GuardOptions): boolean {
  if (isIP(address) === 0 || address.includes('%')) return false;
  // An IPv4-mapped address is its IPv4 address; the other ways of embedding one are tunnels and translators, and refused.
  const parsed = ipaddr.process(address);
  const range = parsed.range();
  if (range === 'loopback') return allowLoopback;
  if (range !== 'unicast' || CLOUD_HOSTS.has(parsed.toString())) return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6);
}
