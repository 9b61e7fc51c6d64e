import { type MailFact, oneLine } from '../../../delivery/mail/index.ts';
import type { MailedInvitation } from '../../invitations/index.ts';

/** An invitation as a mail to those who run things names it: by its ids, never by its link. */
export interface NamedInvitation {
  readonly sellerId: string;
  readonly sellerName: string;
  readonly buyerId: string;
  readonly companyName: string;
  readonly invitationId: string;
}

/** In the subject of a mail. */
export const NAME_MAX_LENGTH = 60;

export function namedInvitation(row: MailedInvitation): NamedInvitation {
  return {
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    buyerId: row.buyer_id,
    companyName: row.company_name,
    invitationId: row.id,
  };
}

export function factsOf(invitation: NamedInvitation): readonly MailFact[] {
  return [
    { term: 'Seller', fact: oneLine(invitation.sellerName) },
    { term: 'Company', fact: oneLine(invitation.companyName) },
    { term: 'Seller’s UUID', fact: invitation.sellerId },
    { term: 'Buyer’s UUID', fact: invitation.buyerId },
    { term: 'Invitation’s UUID', fact: invitation.invitationId },
  ];
}

/** Its address in the API. */
export function placeOf({ sellerId, buyerId, invitationId }: NamedInvitation): string {
  return `/v1/partners/${sellerId}/buyers/${buyerId}/kyc/self-service-invitations/${invitationId}`;
}

export function callOf(invitation: NamedInvitation, verb: 'resend' | 'revoke'): string {
  return `${placeOf(invitation)}/${verb}`;
}
