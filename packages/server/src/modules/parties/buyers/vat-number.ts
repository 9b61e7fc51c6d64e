/** Two prefixes of one country: VIES and the tax office say EL, ISO 3166-1 says GR. EL is kept. */
const KEPT_PREFIX = 'EL';
const OTHER_PREFIX = 'GR';

/** A VAT number as it is kept: in capitals, without blanks, a Greek one with EL. */
export function keptVatNumber(text: string): string {
  const compact = text.replaceAll(/\s/g, '').toUpperCase();
  return compact.startsWith(OTHER_PREFIX) ? withPrefix(KEPT_PREFIX, compact) : compact;
}

/** The spellings by which a buyer of this number may be kept: GR was kept as it came before there was one form. */
export function vatNumberSpellings(text: string): string[] {
  const kept = keptVatNumber(text);
  return kept.startsWith(KEPT_PREFIX) ? [kept, withPrefix(OTHER_PREFIX, kept)] : [kept];
}

function withPrefix(prefix: string, vatNumber: string): string {
  return prefix + vatNumber.slice(prefix.length);
}
