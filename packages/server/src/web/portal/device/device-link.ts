import type { DeviceClaim, DeviceLinks } from '../../../modules/self-service/links/index.ts';
import type { LinkState } from '../../../modules/self-service/submissions/index.ts';
import type { Session } from '../session/session.ts';

/** Long enough to find the phone, too short for a picture of the screen to be worth anything. */
export const DEVICE_LINK_SECONDS = 10 * 60;

interface Place {
  readonly link: Pick<LinkState, 'id' | 'seller_id' | 'link_kid'>;
  readonly session: Pick<Session, 'linkVersion' | 'submissionId' | 'startedAtSeconds'>;
}

/** Where a second device joins the session of the visit, from now on for ten minutes. */
export function deviceUrlOf(links: DeviceLinks, { link, session }: Place, nowSeconds: number): string {
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
