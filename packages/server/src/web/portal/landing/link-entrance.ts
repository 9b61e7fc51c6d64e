import type { FastifyRequest } from 'fastify';
import { createBadLinkThrottle } from './bad-link-throttle.ts';
import { networkOf } from '../../shared/client-network.ts';
import { ErrorPage } from '../ended/error-page.ts';
import { isForeignWrite } from '../../shared/own-origin.ts';
import type { PortalDeps } from '../portal-deps.ts';
import { writtenToken } from './written-token.ts';
import { createPostLimits } from '../session/post-limits.ts';
import { endOfLink, findLink, type LinkEnd, type LinkRow } from '../../../modules/self-service/submissions/index.ts';
import type { LinkClaim } from '../../../modules/self-service/links/index.ts';

/** A visitor with a genuine link, to an invitation in whatever state. */
export interface LinkVisit {
  readonly link: LinkRow;
  readonly token: string;
  /** `/i/{token}` */
  readonly path: string;
  /** Undefined while the buyer may work on the invitation. */
  readonly end: LinkEnd | undefined;
}

export interface LinkEntrance {
  /** Throws the page for a link that was never given out. A POST must come from our own page, and each call within its budget. */
  enter(request: FastifyRequest): Promise<LinkVisit>;
}

/** The door of all routes below `/i/{token}`: a forged token is refused before anything is asked of the database. */
export function createLinkEntrance({
  db,
  links,
  keyring,
  wallClock,
  rateLimiter,
  publicBaseUrl,
}: PortalDeps): LinkEntrance {
  const throttle = createBadLinkThrottle(wallClock);
  const limits = createPostLimits(rateLimiter, keyring);
  const ownOrigin = new URL(publicBaseUrl).origin;

  /** The same for all that was never given out, however it comes out. */
  function unknownLink(address: string): ErrorPage {
    const retryAfterSeconds = throttle.count(networkOf(address));
    return retryAfterSeconds === undefined
      ? new ErrorPage('unknown')
      : new ErrorPage('tooManyRequests', { retryAfterSeconds });
  }

  /** Undefined as well where the invitation's link is signed by another key: whoever has got hold of a key can sign for it alone. */
  async function findGenuine(claim: LinkClaim): Promise<LinkRow | undefined> {
    const link = await findLink(db, claim);
    return link?.link_kid === claim.linkKid ? link : undefined;
  }

  return {
    async enter(request) {
      if (isForeignWrite(request, ownOrigin)) throw new ErrorPage('forbidden');
      const token = writtenToken(request);
      const claim = links.read(token);
      const link = claim && (await findGenuine(claim));
      if (!link) throw unknownLink(request.ip);
      await limits.takeFor(request, link.id);
      return { link, token, path: `/i/${token}`, end: endOfLink(link, claim) };
    },
  };
}
