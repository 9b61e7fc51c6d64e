/** Without an effect between the letters that the papers are in; pasted along by accident. */
const WITHOUT_EFFECT = /[\u00AD\u200B\u2060\uFEFF]/gu;

/** One line, its blanks as one each. What the fonts do not show is seen to where it is written. */
export function printableLine(text: string): string {
  return text.replaceAll(WITHOUT_EFFECT, '').normalize('NFC').replaceAll(/\s+/gu, ' ').trim();
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
