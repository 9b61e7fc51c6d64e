/**
 * The schema with the length of each array checked before its items: Ajv, asked for all errors, would tell of every item of an array
 * that is far too long, and compare all of them where they must be unique.
 */
export function lengthFirst(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(lengthFirst);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, lengthFirst(value)]),
  );
  const { items, uniqueItems, ...rest } = inner;
  const { maxItems } = rest;
  if (typeof maxItems !== 'number') return inner;
  return {
    ...rest,
    if: { minItems: maxItems + 1 },
    else: { ...(items !== undefined && { items }), ...(uniqueItems !== undefined && { uniqueItems }) },
  };
}

/** Told by Ajv beside the errors of what follows upon the length. */
export const LENGTH_KEYWORD = 'if';
