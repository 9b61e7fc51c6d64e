import type { DeviceClaim, Links } from '../../../modules/self-service/links/index.ts';
import type { Visit } from '../session/visits.ts';

/** Long enough to find the phone, too short for a picture of the screen to be worth anything. */
export const DEVICE_LINK_SECONDS = 10 * 60;

/** Where a second device joins the session of the visit, from now on for ten minutes. */
export function deviceUrlOf(links: Links, { link, session }: Visit, nowSeconds: number): string {
  return links.deviceUrlOf({
    linkKid: link.link_kid,
    linkVersion: session.linkVersion,
    sellerId: link.seller_id,
    invitationId: link.id,
    sessionId: session.submissionId,
    startedAtSeconds: session.startedAtSeconds,
    // The session may have begun in a process whose clock is ahead.
    madeAtSeconds: Math.max(nowSeconds, session.startedAtSeconds),
  });
}

export function isRunOut({ madeAtSeconds }: DeviceClaim, nowSeconds: number): boolean {
  return nowSeconds >= madeAtSeconds + DEVICE_LINK_SECONDS;
}
