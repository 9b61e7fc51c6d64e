import type { Readable } from 'node:stream';
import { create as contentDisposition } from 'content-disposition';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ErrorPage } from '../ended/error-page.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { askedLanguage } from '../../shared/language-choice.ts';
import { pageBrand } from '../page-brand.ts';
import { createPageContext, type OwnAddresses } from '../../shared/page-context.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from './post-limits.ts';
import { isWrite, isForeignWrite } from '../../shared/own-origin.ts';
import { PDF_HEADERS } from '../../shared/public-headers.ts';
import { type SessionContext, type SessionPath, sessionPathOf, sessionRoute } from './session-address.ts';
import { beginSession, keepSession, openSession } from './session-cookies.ts';
import { createSessions, IDLE_MINUTES, type Notice, type Session, type Sessions } from './session.ts';
import {
  endOfLink,
  findLink,
  findLinkState,
  isSessionEnded,
  type LinkEnd,
  type LinkPlace,
  type LinkRow,
  type LinkState,
  restOfLink,
} from '../../../modules/self-service/submissions/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';
import type { Database } from '../../../platform/db/database.ts';

/** A buyer with a running session, and his invitation as it stands at this request. */
export interface Visit<Link extends LinkState = LinkRow> {
  readonly session: Session;
  readonly link: Link;
  /** Makes the addresses of this session. */
  readonly sessionPath: SessionPath;
  /** This session has sent its documents; all that is left is its receipt. */
  readonly isSubmitted: boolean;
  readonly actor: AuditActor;
}

/** Saved, not shown. */
export interface Download {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What was made of a visitor's own file, in which nothing is active. */
export interface ShownCopy {
  readonly fileName: string;
  readonly mediaType: string;
  readonly byteSize: number;
  readonly content: Readable;
}

/** Words of a protocol, or a part of a page, for the page's script. */
export interface ScriptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Asked for by the clock and not by the visitor: his idle time runs on. */
  readonly isUnasked?: boolean;
  /** As in a redirect. */
  readonly isContribution?: boolean | undefined;
}

/** To a step of this session, or of the one of that ref. */
interface Redirect {
  readonly redirect: string;
  readonly ref?: string;
  readonly notice?: Notice;
  /** The visitor chose a file or wrote words: a press on Send in this session is his own. */
  readonly isContribution?: boolean | undefined;
}

/** To a step of another session, which begins by it in the place of this one. */
interface Beginning {
  readonly begin: Session;
  readonly step: string;
}

/** A picture in a page, a redirect by 303 with what the next page says once, or an answer to the script. */
export type QuickAnswer =
  /** WebP. It comes with its page, and neither prolongs the session nor takes a notice away. */
  | { readonly picture: Readable }
  /** Shown by the browser, or by its own program for such files; likewise. */
  | { readonly copy: ShownCopy }
  | Redirect
  | Beginning
  | { readonly script: ScriptAnswer };

type PageAnswer =
  | {
      readonly status?: number;
      readonly retryAfterSeconds?: number;
      readonly isContribution?: boolean;
      readonly page: (context: SessionContext) => string;
    }
  | { readonly download: (context: SessionContext) => Promise<Download> };

/** The same, or a page, or a file to keep. */
export type VisitAnswer = QuickAnswer | PageAnswer;

type Method = 'GET' | 'POST' | 'HEAD' | 'PATCH' | 'DELETE' | 'OPTIONS';
type Handler<Link extends LinkState, Answer> = (visit: Visit<Link>, request: FastifyRequest) => Promise<Answer>;

interface VisitRoute {
  readonly method: Method;
  /** Below the address of the session, such as `documents/:fileId/remove`. */
  readonly step: string;
  /** A name of the house for the page's own routes; they are no part of the published API. */
  readonly operationId: string;
  /** Open to visitors of a published link who have not proved their address yet; all others are not. */
  readonly isBeforeProof?: boolean;
}

export interface Visits {
  route(route: VisitRoute, handle: Handler<LinkRow, VisitAnswer>): void;
  /** Reads of the invitation only whether it stands: for requests that come by the hundred, and show nothing of it. */
  quickRoute(route: VisitRoute, handle: Handler<LinkState, QuickAnswer>): void;
}

type Done = Pick<Redirect, 'notice' | 'isContribution'>;

type Find<Link> = (db: Database, place: LinkPlace) => Promise<Link | undefined>;

/** Ends after which nothing unfinished is kept (contract 3.3). */
const OVER: ReadonlySet<LinkEnd> = new Set(['revoked', 'expired', 'used', 'closed']);

/**
 * The routes of a session. Each request reads the invitation anew, before any of its body, so that a revocation bites at once;
 * each answer starts the idle time anew.
 */
export function createVisits(scope: FastifyInstance, deps: PortalDeps): Visits {
  const { db, keyring, rateLimiter } = deps;
  const sessions = createSessions(deps);
  const limits = createPostLimits(rateLimiter, keyring);
  const contextOf = createPageContext(deps.operator);
  const ownOrigin = new URL(deps.publicBaseUrl).origin;

  async function enter<Link extends LinkState>(
    request: FastifyRequest,
    { find, isBeforeProof = false }: Pick<VisitRoute, 'isBeforeProof'> & { readonly find: Find<Link> },
  ): Promise<Visit<Link>> {
    if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
    const opened = await openSession(sessions, request);
    if (!opened) throw new ErrorPage('sessionEnded');
    const session = { ...opened, language: askedLanguage(request) ?? opened.language };
    await limits.takeFor(request, session.invitationId);
    const [link, isEnded] = await Promise.all([find(db, session), isSessionEnded(db, idsOf(session))]);
    if (isEnded) throw new ErrorPage('sessionEnded');
    const isSubmitted = link?.submission_id === session.submissionId;
    const end = link && isSubmitted ? restOfLink(link) : endOfLink(link, session);
    if (!link || end) {
      if (link && end && OVER.has(end) && isWrite(request)) await deps.uploads.drop(link);
      throw endedVisit(end ?? 'unknown', { session, link: await findLink(db, session) });
    }
    if (link.kind === 'PROSPECT' && link.id === link.invitation_id && !isBeforeProof) throw new ErrorPage('notFound');
    const sessionPath = sessionPathOf(session.ref);
    return { session, link, sessionPath, isSubmitted, actor: { kind: 'BUYER', requestId: request.id } };
  }

  const prolong = ({ session }: Visit<LinkState>, done: Done, reply: FastifyReply): Promise<void> =>
    keepSession(sessions, sessionAfter(session, done), reply);

  const contextFor = (visit: Visit): SessionContext => {
    const { session, sessionPath, link } = visit;
    const own = ownAddresses(visit, sessions.secondsOf(session));
    return { ...contextOf(session.language, own), sessionPath, country: link.country };
  };

  async function answerQuickly(visit: Visit<LinkState>, answered: QuickAnswer, reply: FastifyReply) {
    if ('picture' in answered) return reply.type('image/webp').send(answered.picture);
    if ('copy' in answered) return sendCopy(answered.copy, reply);
    if ('begin' in answered) return moveOn(sessions, { ...answered, left: visit.session }, reply);
    if ('redirect' in answered) {
      await prolong(visit, answered, reply);
      const { ref = visit.session.ref, redirect } = answered;
      return reply.redirect(sessionPathOf(ref)(redirect), 303);
    }
    if (answered.script.isUnasked !== true) await prolong(visit, answered.script, reply);
    const { status, headers, body } = answered.script;
    return reply.code(status).headers(headers).send(body);
  }

  async function answer(visit: Visit, answered: VisitAnswer, reply: FastifyReply): Promise<FastifyReply> {
    if (!('page' in answered) && !('download' in answered)) return answerQuickly(visit, answered, reply);
    await prolong(visit, 'page' in answered ? { isContribution: answered.isContribution } : {}, reply);
    const context = contextFor(visit);
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

  /** The visitor is let in before any of the body is read. */
  function register<Link extends LinkState>(
    route: VisitRoute & { readonly find: Find<Link> },
    respond: (visit: Visit<Link>, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>,
  ): void {
    const { method, step, operationId } = route;
    const visits = new WeakMap<FastifyRequest, Visit<Link>>();
    scope.route({
      method,
      url: sessionRoute(step),
      schema: hiddenOperation(operationId),
      onRequest: async (request) => void visits.set(request, await enter(request, route)),
      handler: async (request, reply) => {
        const visit = visits.get(request);
        if (!visit) throw new Error('a visit without an entrance');
        return respond(visit, request, reply);
      },
    });
  }

  return {
    route: (route, handle) =>
      register({ ...route, find: findLink }, async (visit, request, reply) =>
        answer(visit, await handle(visit, request), reply),
      ),
    quickRoute: (route, handle) =>
      register({ ...route, find: findLinkState }, async (visit, request, reply) =>
        answerQuickly(visit, await handle(visit, request), reply),
      ),
  };
}

function ownAddresses({ link, sessionPath, isSubmitted }: Visit, endsInSeconds: number): OwnAddresses {
  const stayUrl = sessionPath('stay');
  const sessionEnd = { stayUrl, endsInSeconds, idleMinutes: IDLE_MINUTES, isPublished: link.kind === 'PROSPECT' };
  return {
    privacyUrl: sessionPath('privacy'),
    reportUrl: sessionPath('report'),
    signOutUrl: sessionPath('sign-out'),
    sessionEnd: isSubmitted ? undefined : sessionEnd,
    brand: pageBrand(link),
  };
}

/** Who goes back finds the way to where he is now. */
async function moveOn(
  sessions: Sessions,
  { begin, step, left: { email: _proved, ...left } }: Beginning & { readonly left: Session },
  reply: FastifyReply,
): Promise<FastifyReply> {
  await keepSession(sessions, { ...left, movedTo: begin.ref }, reply);
  await beginSession(sessions, begin, { request: reply.request, reply });
  return reply.redirect(sessionPathOf(begin.ref)(step), 303);
}

function sendCopy({ fileName, mediaType, byteSize, content }: ShownCopy, reply: FastifyReply): FastifyReply {
  if (mediaType === 'application/pdf') reply.headers(PDF_HEADERS);
  const disposition = contentDisposition(fileName, { type: 'inline' });
  return reply
    .type(mediaType)
    .headers({ 'content-length': byteSize, 'content-disposition': disposition })
    .send(content);
}

/** The session goes on from here; what the last step did has been said. */
function sessionAfter({ notice: _said, ...lasting }: Session, { notice, isContribution }: Done): Session {
  return {
    ...lasting,
    ...(notice && { notice }),
    ...(isContribution === true && { hasContributed: true }),
  };
}

/** By which it may have been ended. */
function idsOf({ submissionId, deviceId }: Session): string[] {
  return deviceId === undefined ? [submissionId] : [submissionId, deviceId];
}

/** The page for a session whose link ended, also in the middle of a step. */
export function endedVisit(
  end: LinkEnd,
  { session, link }: { session: Session; link: LinkRow | undefined },
): ErrorPage {
  return new ErrorPage(end, { link, language: session.language });
}
