import type { FastifyReply, FastifyRequest } from 'fastify';
import { chooseLanguage } from '../../shared/language-choice.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { PUBLIC_HEADERS } from '../../shared/public-headers.ts';
import { errorPageStatus, renderErrorPage } from './render-error-page.ts';
import type { OperatorFacts } from '../../../core/operator-facts.ts';

export const PORTAL_PREFIXES = ['/i', '/kyc', '/assets'];

/** A link that a mail program broke may be no address at all: it gets the page for unknown links, without any hook being run. */
export function createUnroutableAnswer(operator: OperatorFacts) {
  const contextOf = createPageContext(operator);
  return (request: FastifyRequest, reply: FastifyReply): boolean => {
    if (!PORTAL_PREFIXES.some((prefix) => request.url.startsWith(`${prefix}/`))) return false;
    const page = renderErrorPage({ kind: 'unknown' }, contextOf(chooseLanguage(request)));
    void reply
      .code(errorPageStatus.unknown)
      .headers({ ...PUBLIC_HEADERS, 'x-request-id': request.id })
      .type('text/html; charset=utf-8')
      .send(page);
    return true;
  };
}
