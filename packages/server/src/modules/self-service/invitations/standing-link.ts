import type { AuditActor, AuditEntry } from '../../../core/audit/index.ts';
import type { InvitationRow } from './invitation.ts';

/** What a visitor of a link works on: an invitation, or his own place on a published one. */
export interface StandingLink extends Pick<InvitationRow, 'seller_id' | 'link_version'> {
  /** Of the place, where he has one, and else of the invitation: what his draft hangs on. */
  readonly id: string;
  readonly invitation_id: string;
}

/** Who came by a link, to do something with its invitation. */
export interface LinkVisitor {
  readonly link: StandingLink;
  readonly actor: AuditActor;
}

/** Of the lines in the trail that speak of it. */
export function aboutLink(link: StandingLink): Required<Pick<AuditEntry, 'sellerId' | 'subjectId' | 'invitationId'>> {
  return { sellerId: link.seller_id, subjectId: link.id, invitationId: link.invitation_id };
}
