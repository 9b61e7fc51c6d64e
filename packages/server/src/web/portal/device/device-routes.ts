import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type DeviceClaim, deviceIdOf } from '../../../modules/self-service/links/index.ts';
import {
  endOfLink,
  findLink,
  isDeviceLinkUsed,
  isSessionEnded,
  type LinkRow,
  openOnDevice,
} from '../../../modules/self-service/submissions/index.ts';
import { languageOf } from '../../../modules/texts/index.ts';
import { networkOf } from '../../shared/client-network.ts';
import { fieldOf } from '../../shared/form-fields.ts';
import { hiddenOperation } from '../../shared/hidden-operation.ts';
import { chooseLanguage } from '../../shared/language-choice.ts';
import { isForeignWrite } from '../../shared/own-origin.ts';
import { createPageContext } from '../../shared/page-context.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { createBadLinkThrottle } from '../landing/bad-link-throttle.ts';
import { writtenToken } from '../landing/written-token.ts';
import { pageBrand } from '../page-brand.ts';
import { requestSummary } from '../page-models.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { refOf, sessionPathOf } from '../session/session-address.ts';
import { beginSession, openSessionOf } from '../session/session-cookies.ts';
import { createSessions } from '../session/session.ts';
import { renderDeviceLanding } from './device-landing-page.ts';
import { isRunOut } from './device-link.ts';

interface DeviceVisit {
  readonly claim: DeviceClaim;
  readonly link: LinkRow;
  readonly deviceId: string;
  /** `/d/{token}` */
  readonly path: string;
}

/**
 * `/d/{token}`, from the QR code on the page of the documents (docs/decisions/0038-second-device.md): looking changes nothing, whoever
 * fetches it; the button opens the session on this device too, once. A forged address is refused before anything is asked of the database.
 */
export function registerDeviceRoutes(scope: FastifyInstance, deps: PortalDeps): void {
  const { db, links, keyring } = deps;
  const sessions = createSessions(deps);
  const throttle = createBadLinkThrottle(deps.wallClock);
  const limits = createPostLimits(deps.rateLimiter, keyring);
  const contextOf = createPageContext(deps.operator);
  const ownOrigin = new URL(deps.publicBaseUrl).origin;

  function unknownLink(request: FastifyRequest): ErrorPage {
    const retryAfterSeconds = throttle.count(networkOf(request.ip));
    return retryAfterSeconds === undefined
      ? new ErrorPage('unknown')
      : new ErrorPage('tooManyRequests', { retryAfterSeconds });
  }

  async function enter(request: FastifyRequest): Promise<DeviceVisit> {
    if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
    const token = writtenToken(request);
    const claim = links.readDevice(token);
    const link = claim && (await findLink(db, claim));
    // By the key of the invitation's own link: whoever has got hold of another can sign for none but that one's.
    if (!claim || link?.link_kid !== claim.linkKid) throw unknownLink(request);
    await limits.takeFor(request, link.id);
    const end = endOfLink(link, claim);
    if (end) throw new ErrorPage(end, { link });
    const isOver = isRunOut(claim, sessions.nowSeconds()) || (await isSessionEnded(db, [claim.sessionId]));
    if (isOver) throw new ErrorPage('deviceLinkEnded', { link });
    return { claim, link, deviceId: deviceIdOf(token), path: `/d/${token}` };
  }

  /** The device that used the link already, as when its visitor goes back or scans the code again. */
  async function isOpenHere({ link, deviceId }: DeviceVisit, request: FastifyRequest): Promise<boolean> {
    const session = await openSessionOf(sessions, request, refOf(link.id, keyring));
    return session?.deviceId === deviceId && !(await isSessionEnded(db, [deviceId]));
  }

  function toDocuments({ link }: DeviceVisit, reply: FastifyReply): FastifyReply {
    return reply.redirect(sessionPathOf(refOf(link.id, keyring))('documents'), 303);
  }

  async function look(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await enter(request);
    const { link, path, deviceId } = visit;
    if (await isOpenHere(visit, request)) return toDocuments(visit, reply);
    if (await isDeviceLinkUsed(db, deviceId)) throw new ErrorPage('deviceLinkEnded', { link });
    const context = contextOf(chooseLanguage(request, link.locale), { brand: pageBrand(link) });
    const page = renderDeviceLanding({ request: requestSummary(link), path }, context);
    return reply.type('text/html; charset=utf-8').send(page);
  }

  async function open(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const visit = await enter(request);
    const { claim, link, deviceId } = visit;
    if (await isOpenHere(visit, request)) return toDocuments(visit, reply);
    const actor = { kind: 'BUYER', requestId: request.id } as const;
    const isSignedOut = await isSessionEnded(db, [deviceId]);
    if (isSignedOut || !(await openOnDevice(db, { link, actor }, deviceId)))
      throw new ErrorPage('deviceLinkEnded', { link });
    const session = {
      invitationId: link.id,
      ref: refOf(link.id, keyring),
      sellerId: link.seller_id,
      linkVersion: link.link_version,
      submissionId: claim.sessionId,
      deviceId,
      language: languageOf(fieldOf(request.body, 'lang') ?? '') ?? chooseLanguage(request, link.locale),
      startedAtSeconds: claim.startedAtSeconds,
    };
    await beginSession(sessions, session, { request, reply });
    return toDocuments(visit, reply);
  }

  for (const url of ['/d/:token', '/d/:token/'])
    scope.route({ method: 'GET', url, schema: hiddenOperation('portalDeviceLanding'), handler: look });
  scope.route({ method: 'POST', url: '/d/:token', schema: hiddenOperation('portalDeviceOpen'), handler: open });
}
