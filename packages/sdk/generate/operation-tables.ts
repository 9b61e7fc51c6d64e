import { limitsOf, type OpenapiDocument, refName, resolved, type Schema } from './openapi-document.ts';
import type { SdkOperation } from './operations.ts';

/** What a running client must know of each operation: as little as will do, since every program that uses the SDK carries it. */
export function routeTable(operations: readonly SdkOperation[]): string {
  const rows = operations.map(({ id, group, method, verb, path, answer, isForm, params }) => {
    const takesCursor = answer === 'page' && params.some(({ name }) => name === 'cursor');
    const row = [`${group}.${method}`, verb, path, isForm ? 'form' : takesCursor ? 'cursor' : answer];
    return `${id}: ${JSON.stringify(row)},`;
  });
  return `export const ROUTES = {\n${rows.join('\n')}\n} as const;`;
}

/** All that can be told of each operation, for programs that offer them to people. */
export function catalogue(document: OpenapiDocument, operations: readonly SdkOperation[]): string {
  const entries = operations.map(({ id, group, method, verb, path, summary, description, problems, ...one }) => ({
    id,
    name: `${group}.${method}`,
    verb,
    path,
    summary,
    description,
    problems,
    answer: one.answer,
    isForm: one.isForm,
    params: [
      ...one.params.map(({ as, in: place, required = false, schema, description: said }) =>
        entryOf(document, { name: as, in: place, required, schema: said ? { ...schema, description: said } : schema }),
      ),
      ...bodyParams(document, one.body),
    ],
  }));
  return [
    `import type { OperationEntry } from '../operation-entry.ts';`,
    `export const OPERATIONS: readonly OperationEntry[] = ${JSON.stringify(entries)};`,
  ].join('\n\n');
}

interface Named {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

function bodyParams(document: OpenapiDocument, body: string | undefined): object[] {
  const { properties = {}, required = [] } = resolved(document, document.components.schemas[body ?? ''] ?? {});
  return Object.entries(properties).map(([name, schema]) =>
    entryOf(document, { name, in: 'body', required: required.includes(name), schema }),
  );
}

function entryOf(document: OpenapiDocument, { name, in: place, required, schema }: Named): object {
  const known = { ...resolved(document, schema), ...(schema.description && { description: schema.description }) };
  const items = known.items && resolved(document, known.items);
  const description = [known.description, limitsOf(known)].filter(Boolean).join(' ');
  return {
    name,
    in: place,
    required,
    type: kindOf(known),
    ...(known.format !== undefined && { format: known.format }),
    ...(known.enum && { values: known.enum }),
    ...(items && { items: { type: kindOf(items), ...(items.enum && { values: items.enum }) } }),
    ...(refName(schema) !== undefined && known.properties && { schema: refName(schema) }),
    description,
  };
}

function kindOf({ type }: Schema): string {
  return [type ?? 'any'].flat().find((one) => one !== 'null') ?? 'any';
}
