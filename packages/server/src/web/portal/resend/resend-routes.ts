import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, readAsked, resendAsked } from '../../../modules/self-service/invitations/index.ts';
import type { ResendClaim } from '../../../modules/self-service/links/index.ts';
import type { ProblemError } from '../../../platform/problems/problems.ts';
import { networkOf } from '../../shared/client-network.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { isForeignWrite } from '../../shared/own-origin.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { createBadLinkThrottle } from '../landing/bad-link-throttle.ts';
import { writtenToken } from '../landing/written-token.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { maskedAddress, type ResendEnd, type ResendRequest } from './resend-model.ts';
import { RESEND_LANGUAGE, renderResend, renderResendEnd, resendEnds } from './resend-page.ts';

interface ResendVisit {
  readonly claim: ResendClaim;
  readonly asked: Asked;
  /** `/r/{token}` */
  readonly path: string;
}

/**
 * `/r/{token}`, from the mail that says that a new link was asked for (docs/decisions/0040-people-at-the-seller.md): looking changes
 * nothing, whoever fetches it; the one button sends the link, once. A forged address is refused before anything is asked of the database.
 */
export function registerResendRoutes(scope: FastifyInstance, deps: PortalDeps): void {
  const { links, wallClock } = deps;
  const throttle = createBadLinkThrottle(wallClock);
  const limits = createPostLimits(deps.rateLimiter, deps.keyring);
  const ownOrigin = new URL(deps.publicBaseUrl).origin;
  const page = createPageContext(deps.operator)(RESEND_LANGUAGE, { hasOneLanguage: true });

  /** Undefined for what was never given out, however it comes out. */
  async function enter(request: FastifyRequest): Promise<ResendVisit | undefined> {
    if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
    const token = writtenToken(request);
    const claim = links.readResend(token);
    const asked = claim && (await readAsked(deps, claim));
    if (claim && asked) {
      await limits.takeFor(request, claim.invitationId);
      return { claim, asked, path: `/r/${token}` };
    }
    const retryAfterSeconds = throttle.count(networkOf(request.ip));
    if (retryAfterSeconds !== undefined) throw new ErrorPage('tooManyRequests', { retryAfterSeconds });
    return undefined;
  }

  function end(reply: FastifyReply, state: ResendEnd): FastifyReply {
    return sendPage(reply.code(resendEnds[state].status), renderResendEnd(state, page));
  }

  async function look(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await enter(request);
    if (!visit) return end(reply, 'unknown');
    const { asked } = visit;
    return asked.state === 'open'
      ? sendPage(reply, renderResend(requestOf(visit, asked.invitation), page))
      : end(reply, asked.state);
  }

  async function press(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await enter(request);
    if (!visit) return end(reply, 'unknown');
    const { claim, path } = visit;
    const outcome = await resendAsked(deps, { claim, requestId: request.id });
    if (outcome.kind === 'refused') return refuse(reply, outcome.problem);
    const state = outcome.kind === 'pressed' ? 'sent' : (outcome.asked?.state ?? 'unknown');
    return state === 'sent' || state === 'open' ? reply.redirect(path, 303) : end(reply, state);
  }

  function refuse(reply: FastifyReply, { extras: { retryAfterSeconds } }: ProblemError): FastifyReply {
    if (retryAfterSeconds === undefined) return end(reply, 'refused');
    return end(reply.header('retry-after', String(retryAfterSeconds)), 'tooEarly');
  }

  for (const url of ['/r/:token', '/r/:token/'])
    scope.route({ method: 'GET', url, schema: hiddenOperation('portalResendForm'), handler: look });
  scope.route({ method: 'POST', url: '/r/:token', schema: hiddenOperation('portalResend'), handler: press });
}

function sendPage(reply: FastifyReply, markup: unknown): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(markup);
}

function requestOf(
  { claim, path }: ResendVisit,
  invitation: Extract<Asked, { state: 'open' }>['invitation'],
): ResendRequest {
  return {
    action: path,
    sellerName: invitation.seller_name,
    companyName: invitation.company_name,
    label: invitation.label ?? undefined,
    maskedRecipient: maskedAddress(invitation.recipient_email ?? ''),
    expiredAt: invitation.expires_at,
    askedAt: claim.askedAt,
  };
}
