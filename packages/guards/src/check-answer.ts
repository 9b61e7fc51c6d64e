import { type ErrorObject, Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** An answer as it went over the wire. */
export interface WireAnswer {
  readonly method: string;
  /** The target of the request line. */
  readonly target: string;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
}

interface Media {
  readonly schema?: object;
}

interface DeclaredAnswer {
  /** Of a problem: its slugs. */
  readonly description: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, DeclaredAnswer>>;
}

/** As much of an OpenAPI document as answers are held against. */
export interface ApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** Served beside the operations. */
const UNDECLARED = new Set(['/v1/openapi.json']);
const PROBLEM = 'application/problem+json';
const problemMedia = { [PROBLEM]: { schema: { $ref: '#/components/schemas/Problem' } } };

/** What every server answers, whatever the operation. */
const nowhere: Operation = {
  operationId: 'no operation',
  responses: {
    400: { description: 'malformed-request', content: problemMedia },
    404: { description: 'not-found', content: problemMedia },
    500: { description: 'internal-error', content: problemMedia },
    503: { description: 'unavailable', content: problemMedia },
  },
};
const wrongMethod: Operation = {
  operationId: 'no operation of this method',
  responses: { ...nowhere.responses, 405: { description: 'method-not-allowed', content: problemMedia } },
};

/**
 * Holds answers of `/v1` against the document: the status is declared for the operation, the content type for the status, the body is what
 * the schema says and nothing more, and a problem is one of those declared. Returns what differs, if anything does.
 */
export function answerChecker(document: ApiDocument): (answer: WireAnswer) => string | undefined {
  const operationOf = operationFinder(document);
  const differenceOf = bodyChecker(document);
  return (answer) => {
    const path = pathOf(answer.target);
    if (!path.startsWith('/v1/') || UNDECLARED.has(path)) return undefined;
    const operation = operationOf(answer.method, path);
    const difference = check(answer, operation, differenceOf);
    return difference && `${operation.operationId} (${answer.method} ${path}) ${answer.status}: ${difference}`;
  };
}

type BodyChecker = (schema: object, body: Buffer) => string | undefined;

function check(answer: WireAnswer, { responses }: Operation, differenceOf: BodyChecker): string | undefined {
  const declared = responses[answer.status];
  if (!declared) return `the status is not declared${slugIn(answer.body)}`;
  const type = mediaTypeOf(answer);
  if (!declared.content) {
    if (type !== undefined || answer.body.length > 0) return 'it has content, and none is declared';
    return undefined;
  }
  const media = declared.content[type ?? ''];
  if (!media) return `the content type ${type} is not declared`;
  // Bytes of a file have no schema; the answer to HEAD has a type and no body.
  if (!type?.endsWith('json') || !media.schema || answer.method === 'HEAD') return undefined;
  const difference = differenceOf(media.schema, answer.body);
  if (difference !== undefined || type !== PROBLEM) return difference;
  const slug = slugIn(answer.body).trim();
  return declared.description.split(', ').includes(slug) ? undefined : `the problem ${slug} is not declared`;
}

function mediaTypeOf({ headers }: WireAnswer): string | undefined {
  const type = headers['content-type'];
  return typeof type === 'string' ? type.split(';', 1)[0]?.trim().toLowerCase() : undefined;
}

/** With a space before it; nothing where the body is no problem. */
function slugIn(body: Buffer): string {
  const [, slug] = /"type":"[^"]*\/([a-z-]+)"/.exec(body.toString()) ?? [];
  return slug === undefined ? '' : ` ${slug}`;
}

function pathOf(target: string): string {
  const path = target.split('?', 1)[0] ?? '/';
  return path.startsWith('/') ? path : (URL.parse(path)?.pathname ?? '/');
}

function operationFinder({ paths }: ApiDocument): (method: string, path: string) => Operation {
  const known = Object.entries(paths).map(([template, operations]) => ({
    // Where two fit, the one with fewer parameters is meant.
    parameters: template.split('{').length,
    form: new RegExp(`^${template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    operations,
  }));
  known.sort((one, other) => one.parameters - other.parameters);
  return (method, path) => {
    const found = known.find(({ form }) => form.test(path));
    return found ? (found.operations[(method === 'HEAD' ? 'GET' : method).toLowerCase()] ?? wrongMethod) : nowhere;
  };
}

function bodyChecker(document: ApiDocument): BodyChecker {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const { components } = closed({ components: document.components });
  const compiled = new Map<object, ReturnType<typeof ajv.compile>>();
  return (schema, body) => {
    const validate = compiled.get(schema) ?? ajv.compile({ ...closed(schema), components });
    compiled.set(schema, validate);
    const value = parsed(body);
    if (value === undefined) return 'the body is no JSON';
    return validate(value) ? undefined : validate.errors?.map(wordsOf).join('; ');
  };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function wordsOf({ instancePath, message, params }: ErrorObject): string {
  const { additionalProperty } = params as { additionalProperty?: string };
  return [`body${instancePath}`, message, additionalProperty].filter(Boolean).join(' ');
}

/** The schema with every object in it closed: a member that nobody declared is as wrong as one of another type. */
function closed<Schema>(schema: Schema): Schema {
  const text = JSON.stringify(schema, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && 'type' in value
      ? { additionalProperties: false, ...value }
      : value,
  );
  return JSON.parse(text) as Schema;
}
