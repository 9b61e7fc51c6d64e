import type { RenderedMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { Links } from '../../links/index.ts';
import { linkOf } from '../invitation.ts';
import { type BuyerMailModel, buyerMailModel } from './buyer-mail.ts';
import { logoAttachments } from './mail-brand.ts';
import type { MailedInvitation } from './mailed-invitation-repository.ts';

export interface LinkMailDeps {
  readonly db: Database;
  readonly links: Links;
  readonly operator: OperatorFacts;
}

/** Of a mail with the link of an invitation. */
export interface LinkMailModel extends BuyerMailModel {
  /** The invitation's address; the only link into the page. */
  readonly link: string;
  readonly expiresAt: Date;
}

export function linkMailModel(invitation: MailedInvitation, { links, operator }: LinkMailDeps): LinkMailModel {
  return {
    ...buyerMailModel(invitation, operator),
    link: links.urlOf(linkOf(invitation)),
    expiresAt: invitation.expires_at,
  };
}

export function linkMailEnvelope(
  invitation: MailedInvitation,
  { link }: LinkMailModel,
): Pick<RenderedMail, 'to' | 'link' | 'attachments'> {
  return { to: invitation.recipient_email, link, attachments: logoAttachments(invitation) };
}
