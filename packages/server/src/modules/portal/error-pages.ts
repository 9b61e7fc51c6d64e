import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asProblem, PROBLEM_TYPE, problemBody, problemHeaders } from '../../platform/http/problem-reply.ts';
import { ProblemError, problemTypes } from '../../platform/problems/problems.ts';
import { DeadEnd, deadEndSlug } from './dead-end-error.ts';
import { chooseLanguage } from './language-choice.ts';
import type { createPageContext } from './page-context.ts';
import { type DeadEndKind, deadEndStatus, renderDeadEnd } from './views/index.ts';

export interface ErrorPageParts {
  readonly contextOf: ReturnType<typeof createPageContext>;
  readonly problemBase: string;
}

/** Errors below the page's routes are pages, or problems for a caller that asks for JSON and not for HTML. */
export function registerErrorPages(scope: FastifyInstance, parts: ErrorPageParts): void {
  scope.setErrorHandler(async (error: FastifyError | Error, request, reply) => {
    if (error instanceof DeadEnd) return sendDeadEnd(parts, error, request, reply);
    const problem = asProblem(error);
    if (problem.status >= 500)
      request.log.error({ err: problem.cause ?? error, route: request.routeOptions.url }, problem.slug);
    return sendProblemPage(parts, problem, request, reply);
  });
}

function sendDeadEnd(parts: ErrorPageParts, deadEnd: DeadEnd, request: FastifyRequest, reply: FastifyReply) {
  const { kind, facts } = deadEnd;
  const { retryAfterSeconds, link } = facts;
  if (prefersJson(request)) {
    const slug = deadEndSlug[kind];
    const extras = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return sendJson(parts, new ProblemError(slug, `${problemTypes[slug].title}.`, extras), request, reply);
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const language = chooseLanguage(request, facts.language ?? link?.locale);
  const page = renderDeadEnd({ kind, sellerName: link?.seller_name }, parts.contextOf(language));
  return reply.code(deadEndStatus[kind]).type('text/html; charset=utf-8').send(page);
}

function sendProblemPage(parts: ErrorPageParts, problem: ProblemError, request: FastifyRequest, reply: FastifyReply) {
  if (prefersJson(request)) return sendJson(parts, problem, request, reply);
  const page = renderDeadEnd({ kind: kindOf(problem) }, parts.contextOf(chooseLanguage(request)));
  return reply.code(problem.status).headers(problemHeaders(problem)).type('text/html; charset=utf-8').send(page);
}

function kindOf({ slug }: ProblemError): DeadEndKind {
  if (slug === 'unavailable') return 'unavailable';
  return slug === 'not-found' || slug === 'method-not-allowed' ? 'notFound' : 'failed';
}

/** The instance is the route's pattern: the path itself may hold a link's token. */
function sendJson(parts: ErrorPageParts, problem: ProblemError, request: FastifyRequest, reply: FastifyReply) {
  const instance = request.routeOptions.url ?? '/';
  const body = problemBody(problem, { base: parts.problemBase, instance, traceId: request.id });
  return reply
    .code(problem.status)
    .headers(problemHeaders(problem))
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(body));
}

function prefersJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? '';
  return accept.includes('json') && !accept.includes('text/html');
}
