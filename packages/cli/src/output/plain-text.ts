/**
 * What could move a terminal's cursor, colour it, or turn the direction of what is read: control characters, separators of lines, marks
 * of direction, characters without a width, and tags (Unicode 16, 23.8).
 */
const UNSAFE = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\u{e0000}-\u{e007f}]/gu;

/** Texts of others, for a terminal: in one line, without what a terminal would obey. */
export function plainText(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(UNSAFE, '');
}

/** The same value for programs, and harmless on a terminal. */
export function jsonText(value: unknown, indent?: number): string {
  const text = JSON.stringify(value, undefined, indent) ?? 'null';
  return text.replaceAll(UNSAFE, (character) => (character === '\n' ? character : escaped(character)));
}

function escaped(character: string): string {
  return [...Array(character.length).keys()]
    .map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');
}
