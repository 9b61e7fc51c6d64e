/** Direction marks and other characters without a shape of their own: they could turn a name or the words after it around. */
const SHAPELESS = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029]/gu;

/** One line of visible characters; of what the font lacks, a box is drawn. */
export function printableLine(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/gu, ' ').replaceAll(SHAPELESS, '').trim();
}

/** The same with line breaks kept, of whatever kind, at most one empty line in a row. */
export function printableText(text: string): string {
  return text
    .split(/\r\n|[\r\n\u2028\u2029\u0085]/u)
    .map(printableLine)
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
