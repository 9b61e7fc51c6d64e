import { dereferenced } from './dereferenced.ts';
import type { TestService } from './service.ts';

export interface SchemaView {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly maxLength?: number;
  readonly format?: string;
  readonly minimum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaView>>;
}

export interface Operation {
  readonly method: string;
  /** With `{sellerId}` and the like. */
  readonly template: string;
  readonly operationId: string;
  readonly query: readonly { readonly name: string; readonly schema: SchemaView }[];
  readonly json?: { readonly schema: SchemaView; readonly example: Readonly<Record<string, unknown>> };
  readonly bodyRequired: boolean;
  /** Takes a file instead of JSON. */
  readonly form: boolean;
  readonly needsIfMatch: boolean;
  /** Whether its caller may say why he reads what it shows. */
  readonly takesPurpose: boolean;
  readonly statuses: readonly string[];
}

interface OpenapiView {
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationView>>>>;
}

interface OperationView {
  readonly operationId: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly schema: SchemaView }[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content: Readonly<Record<string, { schema: SchemaView; example?: Readonly<Record<string, unknown>> }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

/** Every operation that the service itself declares. */
export async function operationsOf(service: TestService): Promise<Operation[]> {
  const document = (await (await fetch(`${service.url}/v1/openapi.json`)).json()) as OpenapiView;
  return Object.entries(dereferenced(document, document.paths)).flatMap(([template, item]) =>
    Object.entries(item).map(([method, operation]) => {
      const content = operation.requestBody?.content['application/json'];
      return {
        method: method.toUpperCase(),
        template,
        operationId: operation.operationId,
        query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query'),
        ...(content && { json: { schema: content.schema, example: content.example ?? {} } }),
        bodyRequired: operation.requestBody?.required === true,
        form: Boolean(operation.requestBody?.content['multipart/form-data']),
        takesPurpose: (operation.parameters ?? []).some(({ name }) => name === 'X-Purpose'),
        needsIfMatch: (operation.parameters ?? []).some(({ name }) => name === 'If-Match'),
        statuses: Object.keys(operation.responses),
      };
    }),
  );
}

export function fillPath(template: string, ids: Readonly<Record<string, string>>): string {
  return template.replaceAll(
    /\{(\w+)\}/g,
    (_match, name: string) => ids[name] ?? '00000000-0000-4000-8000-000000000000',
  );
}
