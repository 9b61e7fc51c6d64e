import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { newId } from '../../platform/ids.ts';
import { languageOf } from '../../platform/languages.ts';
import { endOfLink, findLink, type LinkClaim, type LinkRow, openInvitation } from '../invitations/index.ts';
import { createBadLinkThrottle } from './bad-link-throttle.ts';
import { networkOf } from './client-network.ts';
import { DeadEnd } from './dead-end-error.ts';
import { fieldOf } from './form-fields.ts';
import { hiddenOperation } from './hidden-operation.ts';
import { chooseLanguage } from './language-choice.ts';
import { refuseForeignPost } from './own-origin.ts';
import { createPageContext } from './page-context.ts';
import { landingModel } from './page-models.ts';
import type { PortalParts } from './portal-parts.ts';
import { createPostLimits } from './post-limits.ts';
import { createSessions, SESSION_COOKIE, SESSION_COOKIE_OPTIONS } from './session.ts';
import { renderLanding } from './views/index.ts';

interface Opened {
  readonly claim: LinkClaim;
  readonly link: LinkRow;
  readonly token: string;
}

/** `/i/{token}` shows and changes nothing, whoever fetches it; Start swaps the token for a session (contract 3.6). */
export function registerLandingRoutes(scope: FastifyInstance, parts: PortalParts): void {
  const { db, links, keyring, clock, rateLimiter } = parts;
  const throttle = createBadLinkThrottle(clock);
  const limits = createPostLimits(rateLimiter, keyring);
  const sessions = createSessions(keyring, clock);
  const contextOf = createPageContext(parts.operator);
  const ownOrigin = new URL(parts.publicBaseUrl).origin;

  /** A forged token is refused before anything is asked of the database. */
  async function open(request: FastifyRequest): Promise<Opened> {
    const { token = '' } = request.params as { token?: string };
    const claim = links.read(token);
    if (!claim) {
      const retryAfterSeconds = throttle.count(networkOf(request.ip));
      throw retryAfterSeconds === undefined
        ? new DeadEnd('unknown')
        : new DeadEnd('tooManyRequests', { retryAfterSeconds });
    }
    if (request.method === 'POST') await limits.take(claim.invitationId, request.ip);
    const link = await findLink(db, claim.invitationId);
    const end = endOfLink(link, claim);
    if (!link || end) throw new DeadEnd(end ?? 'unknown', { link });
    return { claim, link, token };
  }

  async function land(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { link, token } = await open(request);
    const page = renderLanding(landingModel(link, token), contextOf(chooseLanguage(request, link.locale)));
    return reply.type('text/html; charset=utf-8').send(page);
  }

  async function start(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    refuseForeignPost(request, ownOrigin);
    const { link, claim } = await open(request);
    await openInvitation(db, link, { kind: 'BUYER', requestId: request.id });
    const shown = languageOf(fieldOf(request.body, 'lang') ?? '');
    const sealed = await sessions.seal({
      ...claim,
      submissionId: newId(),
      language: shown ?? chooseLanguage(request, link.locale),
      startedAtSeconds: sessions.nowSeconds(),
    });
    return reply.setCookie(SESSION_COOKIE, sealed, SESSION_COOKIE_OPTIONS).redirect('/kyc/company', 303);
  }

  scope.route({ method: 'GET', url: '/i/:token', schema: hiddenOperation('portalLanding'), handler: land });
  scope.route({ method: 'POST', url: '/i/:token/start', schema: hiddenOperation('portalStart'), handler: start });
}
