/** What PostgreSQL's text cannot hold: U+0000 and halves of surrogate pairs (contract 2.6). */
const UNSTORABLE = /[\0\p{Cs}]/gu;

export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

export function storableOf(text: string): string {
  return text.replace(UNSTORABLE, '');
}
