import { domainToASCII, domainToUnicode } from 'node:url';

const MAX_ADDRESS_LENGTH = 254;
const MAX_LOCAL_LENGTH = 64;
const MAX_DOMAIN_LENGTH = 253;

/** RFC 5321's dot-string. Quoted local parts and those beyond ASCII are not taken: few servers deliver to them. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
/** What a label is made of. The library reads a host as browsers do, and would cut a path off and decode `%61`. */
const DOMAIN_TEXT = /^[\p{L}\p{M}\p{N}.-]+$/u;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The address as it is kept and compared: an international domain by its A-labels, anything else as it was written. Undefined when no
 * such address can exist (RFC 1035, 2.3.4; RFC 5321, 4.5.3.1; a domain whose last label is a number is an IP address or nothing).
 */
export function keptMailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  const written = text.slice(at + 1);
  if (local.length > MAX_LOCAL_LENGTH || !LOCAL_PART.test(local) || !DOMAIN_TEXT.test(written)) return undefined;
  const domain = domainToASCII(written);
  if (!isMailDomain(domain)) return undefined;
  const kept = `${local}@${isAscii(written) ? written : domain}`;
  return kept.length <= MAX_ADDRESS_LENGTH ? kept : undefined;
}

function isMailDomain(domain: string): boolean {
  const labels = domain.split('.');
  const isNumber = /^\d+$/.test(labels.at(-1) ?? '');
  return domain.length <= MAX_DOMAIN_LENGTH && labels.length > 1 && !isNumber && labels.every(isLabel);
}

/** One that says it is an A-label and decodes to nothing is none. */
function isLabel(label: string): boolean {
  return LABEL.test(label) && !(label.startsWith('xn--') && domainToUnicode(label) === label);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
