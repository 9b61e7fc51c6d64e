import type { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ErrorPage } from '../ended/error-page.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { askedLanguage } from '../../shared/language-choice.ts';
import { pageBrand } from '../page-brand.ts';
import { createPageContext } from '../../shared/page-context.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from './post-limits.ts';
import { isWrite, isForeignWrite } from '../../shared/own-origin.ts';
import { REPORT_URL } from '../report/report-routes.ts';
import { createSessions, type Notice, type Session, SESSION_COOKIE, SESSION_COOKIE_OPTIONS } from './session.ts';
import type { PageContext } from '../../shared/page-model.ts';
import { endOfLink, findLink, type LinkEnd, type LinkRow } from '../../../modules/self-service/submissions/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/** A buyer with a running session, and his invitation as it stands at this request. */
export interface Visit {
  readonly session: Session;
  readonly link: LinkRow;
  /** This session has sent its documents; all that is left is its receipt. */
  readonly isSubmitted: boolean;
  readonly actor: AuditActor;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set at the entrance of every route of a session. */
    visit: Visit | null;
  }
}

/** Saved, not shown. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** Words of a protocol, or a part of a page, for the page's script. */
export interface ScriptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Asked for by the clock and not by the visitor: his idle time runs on. */
  readonly isUnasked?: boolean;
}

/** A page, a small picture in one, a file to keep, a redirect by 303 with what the next page says once, or an answer to the script. */
export type VisitAnswer =
  | { readonly status?: number; readonly retryAfterSeconds?: number; readonly page: (context: PageContext) => string }
  /** WebP. It comes with its page, and neither prolongs the session nor takes a notice away. */
  | { readonly picture: Readable }
  | { readonly download: (context: PageContext) => Promise<Download> }
  | { readonly redirect: string; readonly notice?: Notice }
  | { readonly script: ScriptAnswer };

type VisitHandler = (visit: Visit, request: FastifyRequest) => Promise<VisitAnswer>;

export interface Visits {
  route(
    method: 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS',
    url: string,
    operationId: string,
    handle: VisitHandler,
  ): void;
}

const PRIVACY_URL = '/kyc/privacy';
/** Ends after which nothing unfinished is kept (contract 3.3). */
const OVER: ReadonlySet<LinkEnd> = new Set(['revoked', 'expired', 'used']);

/**
 * The routes of a session. Each request reads the invitation anew, before any of its body, so that a revocation bites at once;
 * each answer starts the idle time anew.
 */
export function createVisits(scope: FastifyInstance, deps: PortalDeps): Visits {
  const { db, keyring, clock, rateLimiter } = deps;
  const sessions = createSessions(keyring, clock);
  const limits = createPostLimits(rateLimiter, keyring);
  const contextOf = createPageContext(deps.operator);
  const ownOrigin = new URL(deps.publicBaseUrl).origin;
  scope.decorateRequest('visit', null);

  async function enter(request: FastifyRequest): Promise<Visit> {
    if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
    const opened = await sessions.open(request.cookies[SESSION_COOKIE]);
    if (!opened) throw new ErrorPage('sessionEnded');
    const session = { ...opened, language: askedLanguage(request) ?? opened.language };
    await limits.takeFor(request, session.invitationId);
    const link = await findLink(db, session.invitationId);
    const isSubmitted = link?.submission_id === session.submissionId;
    const end = isSubmitted ? undefined : endOfLink(link, session);
    if (!link || end) {
      if (end && OVER.has(end) && isWrite(request)) await deps.uploads.drop(session.invitationId);
      throw endedVisit(end ?? 'unknown', { session, link });
    }
    return { session, link, isSubmitted, actor: { kind: 'BUYER', requestId: request.id } };
  }

  async function answer(visit: Visit, answered: VisitAnswer, reply: FastifyReply): Promise<FastifyReply> {
    if ('script' in answered && answered.script.isUnasked === true) return sendScript(answered.script, reply);
    if ('picture' in answered) return reply.type('image/webp').send(answered.picture);
    const { notice: _said, ...session } = visit.session;
    const notice = 'redirect' in answered ? answered.notice : undefined;
    const sealed = await sessions.seal(notice ? { ...session, notice } : session);
    reply.setCookie(SESSION_COOKIE, sealed, SESSION_COOKIE_OPTIONS);
    if ('script' in answered) return sendScript(answered.script, reply);
    if ('redirect' in answered) return reply.redirect(answered.redirect, 303);
    const brand = pageBrand(visit.link);
    const context = contextOf(session.language, { privacyUrl: PRIVACY_URL, reportUrl: REPORT_URL, brand });
    if ('download' in answered) {
      const { fileName, mediaType, bytes } = await answered.download(context);
      return reply.header('content-disposition', contentDisposition(fileName)).type(mediaType).send(bytes);
    }
    if (answered.retryAfterSeconds !== undefined) reply.header('retry-after', String(answered.retryAfterSeconds));
    return reply
      .code(answered.status ?? 200)
      .type('text/html; charset=utf-8')
      .send(answered.page(context));
  }

  return {
    route(method, url, operationId, handle) {
      scope.route({
        method,
        url,
        schema: hiddenOperation(operationId),
        onRequest: async (request) => void (request.visit = await enter(request)),
        handler: async (request, reply) => {
          if (!request.visit) throw new Error('a visit without an entrance');
          return answer(request.visit, await handle(request.visit, request), reply);
        },
      });
    },
  };
}

function sendScript({ status, headers, body }: ScriptAnswer, reply: FastifyReply): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

/** The page for a session whose link ended, also in the middle of a step. */
export function endedVisit(
  end: LinkEnd,
  { session, link }: { session: Session; link: LinkRow | undefined },
): ErrorPage {
  return new ErrorPage(end, { link, language: session.language });
}
