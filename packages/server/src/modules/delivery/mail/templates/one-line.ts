/** Line breaks, other controls, and the marks that turn the direction of what follows. */
const unsafeInLine = /[\p{Cc}\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;

/** A name from elsewhere as one line: it can neither start a new header nor a new line of the mail. At most `maxLength` code points. */
export function oneLine(text: string, maxLength = 300): string {
  const points = [...text.replaceAll(unsafeInLine, ' ').replaceAll(/\s+/gu, ' ').trim()];
  return points.length <= maxLength ? points.join('') : `${points.slice(0, maxLength - 1).join('')}…`;
}
