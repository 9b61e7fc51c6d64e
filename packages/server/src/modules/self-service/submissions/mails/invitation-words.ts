import { type MailFact, oneLine } from '../../../delivery/mail/index.ts';
import type { MailedInvitation, MailedLink } from '../../invitations/index.ts';

/** An invitation or a published link as a mail to those who run things names it: by its ids, never by its address. */
export interface NamedLink {
  readonly sellerId: string;
  readonly sellerName: string;
  /** These two are left out of a published link. */
  readonly buyerId?: string;
  readonly companyName?: string;
  readonly invitationId: string;
}

/** Of a buyer. */
export type NamedInvitation = Required<NamedLink>;

/** In the subject of a mail. */
export const NAME_MAX_LENGTH = 60;

export function namedInvitation(row: MailedInvitation): NamedInvitation {
  return { ...namedLink(row), buyerId: row.buyer_id, companyName: row.company_name };
}

export function namedLink(row: MailedLink): NamedLink {
  return {
    sellerId: row.seller_id,
    sellerName: row.seller_name,
    ...(row.buyer_id !== null && { buyerId: row.buyer_id }),
    ...(row.company_name !== null && { companyName: row.company_name }),
    invitationId: row.id,
  };
}

export function factsOf(invitation: NamedLink): readonly MailFact[] {
  return [
    { term: 'Seller', fact: oneLine(invitation.sellerName) },
    ...(invitation.companyName === undefined ? [] : [{ term: 'Company', fact: oneLine(invitation.companyName) }]),
    { term: 'Seller’s UUID', fact: invitation.sellerId },
    ...(invitation.buyerId === undefined ? [] : [{ term: 'Buyer’s UUID', fact: invitation.buyerId }]),
    { term: 'Invitation’s UUID', fact: invitation.invitationId },
  ];
}

/** Its address in the API. */
export function placeOf({ sellerId, buyerId, invitationId }: NamedLink): string {
  const owner = buyerId === undefined ? '' : `/buyers/${buyerId}/kyc`;
  return `/v1/partners/${sellerId}${owner}/self-service-invitations/${invitationId}`;
}

export function callOf(invitation: NamedLink, verb: 'resend' | 'revoke'): string {
  return `${placeOf(invitation)}/${verb}`;
}
