const REFERENCE = /^#\/components\/schemas\/(\w+)$/;

interface Referring {
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** An OpenAPI document, or a part of it, with the schema itself wherever one is referred to. There are no circles in ours. */
export function dereferenced<Part>(document: object, part: Part): Part {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [, name = ''] = REFERENCE.exec('$ref' in value ? String(value.$ref) : '') ?? [];
    if (name !== '') return resolve(schemaOf(document, name));
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner)]));
  };
  return resolve(part) as Part;
}

function schemaOf(document: object, name: string): unknown {
  const { components } = document as Referring;
  const schema = components?.schemas?.[name];
  if (schema === undefined) throw new Error(`the document has no schema ${name}`);
  return schema;
}
