import type { FastifyReply, FastifyRequest } from 'fastify';
import { pathOf } from '../../../platform/http/problem-reply.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { prefersPage } from '../../shared/prefers-page.ts';
import { PUBLIC_HEADERS } from '../../shared/public-headers.ts';
import { errorPageStatus, renderErrorPage } from './render-error-page.ts';
import type { OperatorFacts } from '../../../core/operator-facts.ts';

export const PORTAL_PREFIXES = ['/d', '/i', '/r', '/kyc', '/assets'];
const API_PREFIX = '/v1';
/** A link with a bare `%`, or half a mail, behind its token. */
const LINK_AND_MORE = /^(\/[dir]\/[A-Za-z0-9_-]+)[^A-Za-z0-9_-]/;

/** Answers where no route of the page does; false leaves it to the problem. */
export interface OutsidePages {
  /** Of an address that cannot be routed: no hook has been run, and there may be no query. */
  answerUnroutable(request: FastifyRequest, reply: FastifyReply): boolean;
  answerUnknown(request: FastifyRequest, reply: FastifyReply): boolean;
}

/** A link that a mail program broke may be no address at all, and people come to the bare host: both get a page. Below the API all get a problem. */
export function createOutsidePages(operator: OperatorFacts): OutsidePages {
  const contextOf = createPageContext(operator);

  function send(kind: 'unknown' | 'notFound', request: FastifyRequest, reply: FastifyReply): true {
    const page = renderErrorPage({ kind }, contextOf(chooseLanguage(request)));
    void reply
      .code(errorPageStatus[kind])
      .headers({ ...PUBLIC_HEADERS, 'x-request-id': request.id, vary: 'Accept' })
      .type('text/html; charset=utf-8')
      .send(page);
    return true;
  }

  function lead(link: string, request: FastifyRequest, reply: FastifyReply): true {
    void reply.headers({ ...PUBLIC_HEADERS, 'x-request-id': request.id }).redirect(link, 303);
    return true;
  }

  function answerUnknown(request: FastifyRequest, reply: FastifyReply): boolean {
    const isOfApi = isBelow(API_PREFIX, pathOf(request));
    return !isOfApi && prefersPage(request) && send('notFound', request, reply);
  }

  return {
    answerUnroutable(request, reply) {
      const [, link] = LINK_AND_MORE.exec(request.url) ?? [];
      if (link !== undefined && request.method === 'GET') return lead(link, request, reply);
      const isOfPage = PORTAL_PREFIXES.some((prefix) => request.url.startsWith(`${prefix}/`));
      return isOfPage ? send('unknown', request, reply) : answerUnknown(request, reply);
    },
    answerUnknown,
  };
}

function isBelow(prefix: string, path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
