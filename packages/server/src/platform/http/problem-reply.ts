import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import {
  HeadersTooLarge,
  InternalError,
  MalformedRequest,
  NotFound,
  PayloadTooLarge,
  Unavailable,
  UnsupportedMediaType,
} from '../problems/problem-types.ts';
import { ProblemError, type ProblemType } from '../problems/problems.ts';

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8';

/** The members of RFC 9457 and contract 2.6. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly traceId: string;
  readonly errors?: readonly object[];
  readonly currentResource?: object;
  readonly proposedResource?: object;
}

export interface ProblemPlace {
  /** Base of the type URIs, without a slash at its end. */
  readonly base: string;
  readonly instance: string;
  readonly traceId: string;
}

export function problemBody(problem: ProblemError, place: ProblemPlace): ProblemBody {
  const { errors, currentResource, proposedResource } = problem.extras;
  return {
    type: `${place.base}/${problem.slug}`,
    title: problem.type.title,
    status: problem.status,
    detail: problem.message,
    instance: place.instance,
    traceId: place.traceId,
    ...(errors && { errors }),
    ...(currentResource && { currentResource }),
    ...(proposedResource && { proposedResource }),
  };
}

export function problemHeaders(problem: ProblemError): Record<string, string> {
  const { headers, retryAfterSeconds } = problem.extras;
  return { ...headers, ...(retryAfterSeconds !== undefined && { 'retry-after': String(retryAfterSeconds) }) };
}

/** The request's path without its query, which may hold what does not belong in an answer. */
export function pathOf(request: FastifyRequest): string {
  const target = request.url.split('?', 1)[0] ?? '/';
  // RFC 9112 lets a target be a whole address.
  return target.startsWith('/') ? target : (URL.parse(target)?.pathname ?? '/');
}

export async function sendProblem(reply: FastifyReply, problem: ProblemError, base: string): Promise<FastifyReply> {
  const { request } = reply;
  const body = problemBody(problem, { base, instance: pathOf(request), traceId: request.id });
  return reply
    .code(problem.status)
    .headers(problemHeaders(problem))
    .header('x-request-id', request.id)
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(body));
}

const FRAMEWORK_STATUS: Readonly<Record<number, ProblemType>> = {
  400: MalformedRequest,
  413: PayloadTooLarge,
  // A part of the path that is longer than any id.
  414: NotFound,
  415: UnsupportedMediaType,
  431: HeadersTooLarge,
  503: Unavailable,
};

/** Any error as a problem. What the service did not foresee becomes `internal-error` and tells nothing of the inside. */
export function asProblem(error: FastifyError | Error): ProblemError {
  if (error instanceof ProblemError) return error;
  const status = 'statusCode' in error ? error.statusCode : undefined;
  const type = status === undefined ? undefined : FRAMEWORK_STATUS[status];
  if (type === undefined)
    return new ProblemError(InternalError, 'The request could not be completed. Give the traceId to support.');
  return type === Unavailable
    ? new ProblemError(type, 'The service is busy. Try again shortly.', { retryAfterSeconds: 1 })
    : new ProblemError(type, `${type.title}.`);
}
