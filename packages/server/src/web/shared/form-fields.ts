/** What PostgreSQL's text cannot hold: U+0000 and halves of surrogate pairs. */
const UNSTORABLE = /[\0\p{Cs}]/gu;

/** A field of a sent form, or undefined where it is absent or there more than once. */
export function fieldOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = Object.getOwnPropertyDescriptor(body, name)?.value as unknown;
  return typeof value === 'string' ? value : undefined;
}

export function isStorable(text: string): boolean {
  return text.search(UNSTORABLE) < 0;
}

export function storableOf(text: string): string {
  return text.replace(UNSTORABLE, '');
}

export function codePointsOf(text: string): number {
  return Array.from(text).length;
}
