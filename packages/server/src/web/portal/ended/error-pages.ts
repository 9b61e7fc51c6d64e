import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { asProblem, PROBLEM_TYPE, problemBody, problemHeaders } from '../../../platform/http/problem-reply.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { ErrorPage, errorPageProblem } from './error-page.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import { pageBrand } from '../page-brand.ts';
import type { createPageContext } from '../../shared/page-context.ts';
import { PUBLIC_HEADERS } from '../../shared/public-headers.ts';
import { prefersJson } from '../../shared/prefers-json.ts';
import { reportUrlOf } from '../report/report-routes.ts';
import type { ErrorPageKind, ErrorPageModel } from './error-page-model.ts';
import { errorPageStatus, renderErrorPage } from './render-error-page.ts';

export interface ErrorPageDeps {
  readonly contextOf: ReturnType<typeof createPageContext>;
  readonly problemBase: string;
}

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Errors below the page's routes are pages, or problems for a caller that asks for JSON and not for HTML. */
export function registerErrorPages(scope: FastifyInstance, deps: ErrorPageDeps): void {
  scope.setErrorHandler(async (error: FastifyError | Error, request, reply) => {
    // What the server's own first hook refuses has not come to the page's.
    reply.headers(PUBLIC_HEADERS);
    if (error instanceof ErrorPage) return sendErrorPage(deps, error, { request, reply });
    const problem = asProblem(error);
    if (problem.status >= 500)
      request.log.error({ err: problem.cause ?? error, route: request.routeOptions.url }, problem.slug);
    return sendProblemPage(deps, problem, { request, reply });
  });
}

function sendErrorPage(deps: ErrorPageDeps, errorPage: ErrorPage, exchange: Exchange) {
  const { request, reply } = exchange;
  const { kind, facts } = errorPage;
  const { retryAfterSeconds, link } = facts;
  if (prefersJson(request)) {
    const type = errorPageProblem[kind];
    const extras = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return sendJson(deps, new ProblemError(type, `${type.title}.`, extras), exchange);
  }
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds));
  const language = chooseLanguage(request, facts.language ?? link?.locale);
  const { linkPath } = facts;
  const own = {
    ...(linkPath !== undefined && { reportUrl: reportUrlOf(linkPath, language) }),
    brand: link && pageBrand(link),
    languagePath: languagePath(request),
  };
  const page = renderErrorPage(errorPageModel(errorPage), deps.contextOf(language, own));
  return reply.code(errorPageStatus[kind]).type('text/html; charset=utf-8').send(page);
}

function errorPageModel({ kind, facts: { link, linkPath } }: ErrorPage): ErrorPageModel {
  const model = { kind, sellerName: link?.seller_name, contact: link?.seller_contact ?? undefined };
  if (link?.published) return { ...model, isPublished: true };
  if (kind !== 'expired' || !link || linkPath === undefined) return model;
  const at = link.new_link_asked_at;
  const asked = at === null ? undefined : { at, country: link.country, isContactTold: link.is_contact_told };
  return { ...model, expired: { askUrl: `${linkPath}/ask`, asked } };
}

function sendProblemPage(deps: ErrorPageDeps, problem: ProblemError, exchange: Exchange) {
  const { request, reply } = exchange;
  if (prefersJson(request)) return sendJson(deps, problem, exchange);
  const own = { languagePath: languagePath(request) };
  const page = renderErrorPage({ kind: kindOf(problem) }, deps.contextOf(chooseLanguage(request), own));
  return reply.code(problem.status).headers(problemHeaders(problem)).type('text/html; charset=utf-8').send(page);
}

/** Where a form was refused, the page of the link or the step that it stood on: its own address shows nothing. */
function languagePath({ method, url }: FastifyRequest): string | undefined {
  return method === 'POST' ? /^\/(?:kyc\/[^/?]+|[^/?]+)\/[^/?]+/.exec(url)?.[0] : undefined;
}

function kindOf({ slug }: ProblemError): ErrorPageKind {
  if (slug === 'unavailable') return 'unavailable';
  return slug === 'not-found' || slug === 'method-not-allowed' ? 'notFound' : 'failed';
}

/** The instance is the route's pattern: the path itself may hold a link's token. */
function sendJson(deps: ErrorPageDeps, problem: ProblemError, { request, reply }: Exchange) {
  const instance = request.routeOptions.url ?? '/';
  const body = problemBody(problem, { base: deps.problemBase, instance, traceId: request.id });
  return reply
    .code(problem.status)
    .headers(problemHeaders(problem))
    .header('content-type', PROBLEM_TYPE)
    .send(JSON.stringify(body));
}
