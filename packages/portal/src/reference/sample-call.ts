/** As much of an operation of the OpenAPI document as a sample shows. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly example?: unknown }>> };
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  example?: unknown;
}

/** A call to be written down in some language. */
export interface SampleCall {
  readonly operationId: string;
  readonly method: string;
  readonly base: string;
  /** With `{sellerId}` and the like. */
  readonly path: string;
  readonly pathNames: readonly string[];
  /** Beside the token. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of JSON. */
  readonly body: unknown;
  /** Texts of a form; its file is `file`. */
  readonly form: Readonly<Record<string, string>> | undefined;
}

const JSON_TYPE = 'application/json';
const FORM_TYPE = 'multipart/form-data';
/** Of the one operation that takes a form. */
const FORM = { type: 'COC_EXTRACT', documentDate: '2026-01-31' };
/** The version that a resource has at first. */
const IF_MATCH = '"0"';

export function sampleCall(operation: Operation, at: { base: string; path: string; method: string }): SampleCall {
  const { operationId, parameters = [], requestBody } = operation;
  const content = requestBody?.content ?? {};
  const body = content[JSON_TYPE]?.example;
  const headers: Record<string, string> = {};
  for (const { name, in: place, required, example } of parameters) {
    if (place !== 'header' || !required) continue;
    headers[name] = name === 'If-Match' ? IF_MATCH : String(example ?? '');
  }
  return {
    operationId,
    ...at,
    method: at.method.toUpperCase(),
    pathNames: [...at.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    headers: { ...headers, ...(body !== undefined && { 'Content-Type': JSON_TYPE }) },
    body,
    form: FORM_TYPE in content ? FORM : undefined,
  };
}
