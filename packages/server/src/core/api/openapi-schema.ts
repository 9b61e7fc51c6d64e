import type { TSchema } from 'typebox';
import type { ProblemType } from '../../platform/problems/problems.ts';
import {
  InternalError,
  MalformedRequest,
  PayloadTooLarge,
  RateLimited,
  Unavailable,
  UnsupportedMediaType,
  ValidationError,
} from '../../platform/problems/problem-types.ts';
import { DpaNotAccepted, Forbidden, Unauthorized } from '../identity/index.ts';
import { IdempotencyKeyInProgress, IdempotencyKeyReused } from '../idempotency/index.ts';
import { PURPOSE } from '../pii-log/index.ts';
import { KEY_PATTERN, MAX_KEY_LENGTH } from './idempotency-key.ts';
import type { RequestHeader, RouteSpec } from './route-spec.ts';

const EVERYWHERE: readonly ProblemType[] = [Unauthorized, RateLimited, InternalError, Unavailable];
/** An address that cannot be decoded, a missing Host. */
const ON_READS: readonly ProblemType[] = [MalformedRequest];
const ON_WRITES: readonly ProblemType[] = [MalformedRequest, IdempotencyKeyReused, IdempotencyKeyInProgress];

/** Marks an operation whose body may be left out, until the document is whole: the generator says `required` of every body. */
export const OPTIONAL_BODY = 'x-optional-body';

/** All problems that a route may answer with. */
export function problemsOf(spec: RouteSpec): ProblemType[] {
  const problems = new Set<ProblemType>([...EVERYWHERE, ...spec.problems]);
  if (spec.access !== 'client') problems.add(DpaNotAccepted);
  if (spec.access === 'partner') problems.add(Forbidden);
  for (const problem of spec.method === 'GET' ? ON_READS : ON_WRITES) problems.add(problem);
  if (spec.body || spec.query) problems.add(ValidationError);
  if (spec.body) for (const problem of [PayloadTooLarge, UnsupportedMediaType]) problems.add(problem);
  return [...problems];
}

/** The route as Fastify's schema: it documents the route and filters its answers. */
export function openapiSchema(spec: RouteSpec): object {
  return {
    operationId: spec.operationId,
    tags: [spec.tag],
    summary: spec.summary,
    description: [
      spec.description,
      `Problems: ${problemsOf(spec)
        .map(({ slug }) => slug)
        .join(', ')}.`,
    ]
      .filter(Boolean)
      .join('\n\n'),
    security: [{ bearer: [] }],
    ...(spec.params && { params: spec.params }),
    ...(spec.query && { querystring: documentedQuery(spec.query) }),
    ...(spec.form && { consumes: ['multipart/form-data'] }),
    ...bodySchema(spec),
    ...(spec.bodyRequired === false && { [OPTIONAL_BODY]: true }),
    ...headersSchema(spec),
    response: { ...successSchemas(spec), ...problemSchemas(spec) },
  };
}

/** Lists are written with commas. */
function documentedQuery(query: TSchema): object {
  const { properties = {} } = query as { properties?: Record<string, { type?: string }> };
  return Object.values(properties).some(({ type }) => type === 'array') ? { ...query, explode: false } : query;
}

function bodySchema({ form, body, bodyExample }: RouteSpec): object {
  const schema = form ?? body;
  if (!schema) return {};
  return { body: bodyExample === undefined ? schema : { ...schema, examples: [bodyExample] } };
}

function headersSchema(spec: RouteSpec): object {
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: MAX_KEY_LENGTH,
    ...(!spec.published && { pattern: KEY_PATTERN }),
    description:
      'Makes the call safe to repeat for 24 hours. 1 to 255 printable ASCII characters, no blank at either end.',
  };
  const own: [string, RequestHeader][] = Object.entries({ ...(spec.personalData && PURPOSE), ...spec.requestHeaders });
  const properties = {
    ...(spec.method !== 'GET' && { 'Idempotency-Key': key }),
    ...Object.fromEntries(own.map(([name, header]) => [name, headerSchema(header)])),
  };
  const required = [
    ...(spec.method === 'GET' ? [] : ['Idempotency-Key']),
    ...own.filter(([, header]) => header.required).map(([name]) => name),
  ];
  return Object.keys(properties).length === 0 ? {} : { headers: { type: 'object', properties, required } };
}

function headerSchema({ description, pattern, maxLength }: RequestHeader): object {
  return {
    type: 'string',
    ...(maxLength !== undefined && { maxLength }),
    ...(pattern !== undefined && { pattern }),
    description,
  };
}

function successSchemas(spec: RouteSpec): object {
  return Object.fromEntries(Object.entries(spec.success).map(([status, success]) => [status, successSchema(success)]));
}

function successSchema({ description, schema, example, files, headers }: RouteSpec['success'][number]): object {
  if (files) {
    const binary = { schema: { type: 'string', format: 'binary' } };
    const described = Object.entries(headers ?? {}).map(([name, about]) => [
      name,
      { type: 'string', description: about },
    ]);
    return {
      description,
      ...(headers && { headers: Object.fromEntries(described) }),
      content: Object.fromEntries(files.map((mediaType) => [mediaType, binary])),
    };
  }
  if (!schema) return { description, type: 'null' };
  return { description, content: { 'application/json': { schema, ...(example !== undefined && { example }) } } };
}

function problemSchemas(spec: RouteSpec): object {
  const byStatus = new Map<number, string[]>();
  for (const { status, slug } of problemsOf(spec)) byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  return Object.fromEntries(
    [...byStatus].map(([status, slugs]) => [
      status,
      { description: slugs.join(', '), content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } },
    ]),
  );
}
