import { problemTypes, type ProblemSlug } from '../../platform/problems/problems.ts';
import type { RouteSpec } from './route-spec.ts';

const EVERYWHERE: readonly ProblemSlug[] = ['unauthorized', 'rate-limited', 'internal-error', 'unavailable'];
const ON_WRITES: readonly ProblemSlug[] = [
  'malformed-request',
  'idempotency-key-reused',
  'idempotency-key-in-progress',
];

/** Marks an operation whose body may be left out, until the document is whole: the generator says `required` of every body. */
export const OPTIONAL_BODY = 'x-optional-body';

/** All problems that a route may answer with. */
export function problemsOf(spec: RouteSpec): ProblemSlug[] {
  const problems = new Set<ProblemSlug>([...EVERYWHERE, ...spec.problems]);
  if (spec.access !== 'client') problems.add('dpa-not-accepted');
  if (spec.access === 'partner') problems.add('forbidden');
  if (spec.method !== 'GET') for (const slug of ON_WRITES) problems.add(slug);
  if (spec.body || spec.query) problems.add('validation-error');
  if (spec.body) for (const slug of ['payload-too-large', 'unsupported-media-type'] as const) problems.add(slug);
  return [...problems];
}

/** The route as Fastify's schema: it documents the route and filters its answers. */
export function openapiSchema(spec: RouteSpec): object {
  const params = [...spec.url.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  return {
    operationId: spec.operationId,
    tags: [spec.tag],
    summary: spec.summary,
    description: [spec.description, `Problems: ${problemsOf(spec).join(', ')}.`].filter(Boolean).join('\n\n'),
    security: [{ bearer: [] }],
    ...(params.length > 0 && {
      params: {
        type: 'object',
        required: params,
        properties: Object.fromEntries(params.map((name) => [name, pathSchema(spec.pathPatterns?.[name])])),
      },
    }),
    ...(spec.query && { querystring: spec.query }),
    ...(spec.form && { consumes: ['multipart/form-data'] }),
    ...bodySchema(spec),
    ...(spec.bodyRequired === false && { [OPTIONAL_BODY]: true }),
    ...headersSchema(spec),
    response: { ...successSchemas(spec), ...problemSchemas(spec) },
  };
}

function pathSchema(pattern: string | undefined): object {
  return pattern === undefined ? { type: 'string', format: 'uuid' } : { type: 'string', pattern };
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
    maxLength: 255,
    description: 'Makes the call safe to repeat for 24 hours (contract 2.4). 1 to 255 printable ASCII characters.',
  };
  const own = Object.entries(spec.requestHeaders ?? {});
  const properties = {
    ...(spec.method !== 'GET' && { 'Idempotency-Key': key }),
    ...Object.fromEntries(own.map(([name, { description }]) => [name, { type: 'string', description }])),
  };
  const required = [
    ...(spec.method === 'GET' ? [] : ['Idempotency-Key']),
    ...own.filter(([, header]) => header.required).map(([name]) => name),
  ];
  return Object.keys(properties).length === 0 ? {} : { headers: { type: 'object', properties, required } };
}

function successSchemas(spec: RouteSpec): object {
  return Object.fromEntries(Object.entries(spec.success).map(([status, success]) => [status, successSchema(success)]));
}

function successSchema({ description, schema, example, files }: RouteSpec['success'][number]): object {
  if (files) {
    const binary = { schema: { type: 'string', format: 'binary' } };
    return { description, content: Object.fromEntries(files.map((mediaType) => [mediaType, binary])) };
  }
  if (!schema) return { description, type: 'null' };
  return { description, content: { 'application/json': { schema, ...(example !== undefined && { example }) } } };
}

function problemSchemas(spec: RouteSpec): object {
  const byStatus = new Map<number, ProblemSlug[]>();
  for (const slug of problemsOf(spec)) {
    const { status } = problemTypes[slug];
    byStatus.set(status, [...(byStatus.get(status) ?? []), slug]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, slugs]) => [
      status,
      { description: slugs.join(', '), content: { 'application/problem+json': { schema: { $ref: 'Problem#' } } } },
    ]),
  );
}
