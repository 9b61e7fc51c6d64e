/** A field of a sent form, or undefined where it is absent or there more than once. */
export function fieldOf(body: unknown, name: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const value = Object.getOwnPropertyDescriptor(body, name)?.value as unknown;
  return typeof value === 'string' ? value : undefined;
}

export function codePointsOf(text: string): number {
  return Array.from(text).length;
}
