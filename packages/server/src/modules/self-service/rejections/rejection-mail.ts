import sql from 'sql-template-tag';
import { defineMail } from '../../../core/mail/index.ts';
import { plainLines, type RenderedContent } from '../../delivery/mail/index.ts';
import { type DocumentType, isDocumentType, isRejected, listRejections } from '../../kyc/documents/index.ts';
import {
  adviceBlocks,
  type AskingMailModel,
  carriesWorkingLink,
  documentList,
  findMailedInvitation,
  linkBlocks,
  type LinkMailDeps,
  linkMailEnvelope,
  linkMailModel,
  type Letter,
  type MailedInvitation,
  onBehalf,
  renderBuyerMail,
  wordsOf,
} from '../invitations/index.ts';

interface RejectionMailModel extends AskingMailModel {
  /** In the words of the seller's side, whatever their language: plain text, line breaks are kept. */
  readonly reason: string;
}

interface Facts {
  readonly invitation: MailedInvitation;
  readonly type: DocumentType;
  readonly reason: string;
}

/** Wanted until the buyer sends another one. */
const isStillAsked = sql`${carriesWorkingLink} and exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i where i.id = m.subject_id::uuid
    and ${isRejected({ sellerId: sql`i.seller_id`, buyerId: sql`i.buyer_id`, type: sql`m.about->'details'->>'type'` })})`;

export const rejectionMail = defineMail<LinkMailDeps, Facts>({
  kind: 'REJECTION',
  subjectKind: 'invitation',
  texts: 'rejection',
  isWanted: isStillAsked,
  async load({ db }, { subjectId, about }) {
    const invitation = await findMailedInvitation(db, subjectId);
    const type = typeOf(about.details);
    if (!invitation || !type) return undefined;
    const place = { sellerId: invitation.seller_id, buyerId: invitation.buyer_id };
    const rejection = (await listRejections(db, place)).find((one) => one.type === type);
    return rejection && { invitation, ...rejection };
  },
  render({ invitation, type, reason }, deps) {
    const model = linkMailModel(invitation, deps);
    return {
      ...linkMailEnvelope(invitation, model),
      ...renderRejectionMail({ ...model, documents: [type], reason }),
    };
  },
});

/** The mail about one document. */
export function rejectionLetter(type: DocumentType): Letter {
  return { mail: rejectionMail, details: { type } };
}

function typeOf(details: Letter['details'] = {}): DocumentType | undefined {
  const type = String(details['type']);
  return isDocumentType(type) ? type : undefined;
}

/** The link, why the document was not taken, and what for the seller needs it. */
export function renderRejectionMail(model: RejectionMailModel): RenderedContent {
  const words = wordsOf(model);
  const { translate, values } = words;
  return renderBuyerMail(model, 'rejection', [
    ...linkBlocks(model, words),
    { kind: 'quote', heading: translate('documents.askedAgain', values), text: plainLines(model.reason) },
    ...documentList(translate('mail.documents'), model.documents, translate),
    { kind: 'paragraph', text: translate('landing.lead', values) },
    ...onBehalf(model),
    ...adviceBlocks(model, words),
  ]);
}
