/** Letters, digits, punctuation and signs, but for those that are drawn as nothing, such as U+3164 and U+2800. */
const VISIBLE = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

export function hasVisibleCharacter(text: string): boolean {
  return VISIBLE.test(text);
}

/** Whether two texts read alike: by their composed form (NFC), blanks around them aside. */
export function isSameSpelling(one: string, other: string): boolean {
  return comparable(one) === comparable(other);
}

function comparable(text: string): string {
  return text.normalize('NFC').trim();
}
