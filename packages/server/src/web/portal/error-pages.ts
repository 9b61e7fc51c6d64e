import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asProblem, PROBLEM_TYPE, problemBody, problemHeaders } from '../../platform/http/problem-reply.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { DeadEnd, deadEndProblem } from './dead-end-error.ts';
import { chooseLanguage } from './language-choice.ts';
import { pageBrand } from './page-brand.ts';
import type { createPageContext } from './page-context.ts';
import { prefersJson } from './prefers-json.ts';
import { reportUrlOf } from './report-routes.ts';
import { type DeadEndKind, type DeadEndModel, deadEndStatus, renderDeadEnd } from './views/index.ts';

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
    const type = deadEndProblem[kind];
    const extras = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return sendJson(parts, new ProblemError(type, `${type.title}.`, extras), request, reply);
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const language = chooseLanguage(request, facts.language ?? link?.locale);
  const { linkPath } = facts;
  const own = {
    ...(linkPath !== undefined && { reportUrl: reportUrlOf(linkPath, language) }),
    brand: link && pageBrand(link),
    languagePath: languagePath(request),
  };
  const page = renderDeadEnd(deadEndModel(deadEnd), parts.contextOf(language, own));
  return reply.code(deadEndStatus[kind]).type('text/html; charset=utf-8').send(page);
}

function deadEndModel({ kind, facts: { link, linkPath } }: DeadEnd): DeadEndModel {
  const model = { kind, sellerName: link?.seller_name };
  if (kind !== 'expired' || !link || linkPath === undefined) return model;
  const at = link.new_link_asked_at;
  const asked = at === null ? undefined : { at, isContactTold: link.is_contact_told };
  return { ...model, expired: { askUrl: `${linkPath}/ask`, asked } };
}

function sendProblemPage(parts: ErrorPageParts, problem: ProblemError, request: FastifyRequest, reply: FastifyReply) {
  if (prefersJson(request)) return sendJson(parts, problem, request, reply);
  const own = { languagePath: languagePath(request) };
  const page = renderDeadEnd({ kind: kindOf(problem) }, parts.contextOf(chooseLanguage(request), own));
  return reply.code(problem.status).headers(problemHeaders(problem)).type('text/html; charset=utf-8').send(page);
}

/** Where a form was refused, the page of the link or the step that it stood on: its own address shows nothing. */
function languagePath({ method, url }: FastifyRequest): string | undefined {
  return method === 'POST' ? /^\/[^/?]+\/[^/?]+/.exec(url)?.[0] : undefined;
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
