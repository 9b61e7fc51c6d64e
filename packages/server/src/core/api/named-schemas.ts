import { isDeepStrictEqual } from 'node:util';

/** A schema's name is its `title`. Those of paths are nouns in small letters, and no names. */
const NAME = /^[A-Z][A-Za-z0-9]+$/;

interface Document {
  readonly paths?: unknown;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/**
 * The document with each schema that has a name in `components`, and a reference wherever it stood: generators make one type of it, and
 * none of those without a name. What runs is compiled of the whole schemas, and knows nothing of this.
 * @throws Error where two that differ have one name
 */
export function withNamedSchemas(document: Document): object {
  const schemas: Record<string, unknown> = {};

  function keep(name: string, schema: unknown): void {
    if (Object.hasOwn(schemas, name) && !isDeepStrictEqual(schemas[name], schema))
      throw new Error(`two schemas that differ have the name ${name}`);
    schemas[name] = schema;
  }

  function lift(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(lift);
    if (typeof value !== 'object' || value === null) return value;
    const { title, ...rest } = value as Record<string, unknown>;
    const lifted = Object.fromEntries(
      // An example says what it says.
      Object.entries(rest).map(([keyword, inner]) => [keyword, keyword === 'example' ? inner : lift(inner)]),
    );
    if (typeof title !== 'string' || !NAME.test(title))
      return title === undefined ? lifted : { ...lifted, title: lift(title) };
    keep(title, lifted);
    return { $ref: `#/components/schemas/${title}` };
  }

  const paths = lift(document.paths);
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) keep(name, lift(schema));
  const sorted = Object.fromEntries(Object.entries(schemas).sort(([one], [other]) => (one < other ? -1 : 1)));
  return { ...document, paths, components: { ...document.components, schemas: sorted } };
}
