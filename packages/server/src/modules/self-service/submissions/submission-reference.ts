/** Crockford's base 32: no I, L, O or U, so that it can be read out and typed. */
const SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;
const BITS_OF_SIGN = 5n;
/** Hexadecimal digits of a UUID that tell its version and its variant, and nothing else. */
const FIXED_DIGITS: ReadonlySet<number> = new Set([12, 16]);

/**
 * What people call a submission by, such as `7K3F9-QXM2T`: the first 50 random bits of its id. Whoever has the id finds it by itself;
 * among 100,000 submissions two are alike with a chance of 1 in 200,000.
 */
export function submissionReference(id: string): string {
  const digits = Array.from(id.replaceAll('-', '')).filter((_, at) => !FIXED_DIGITS.has(at));
  const bits = BigInt(`0x${digits.join('')}`);
  const rest = BigInt(digits.length * 4);
  const signs = Array.from({ length: LENGTH }, (_, at) => {
    const shift = rest - BITS_OF_SIGN * BigInt(at + 1);
    return SIGNS[Number((bits >> shift) & 31n)];
  });
  return `${signs.slice(0, LENGTH / 2).join('')}-${signs.slice(LENGTH / 2).join('')}`;
}
