import { defineMail } from '../../../../core/mail/index.ts';
import { plainLines, type RenderedContent } from '../../../delivery/mail/index.ts';
import { renderBuyerMail, wordsOf } from './buyer-mail.ts';
import { type LinkMailDeps, linkMailEnvelope, linkMailModel } from './link-mail.ts';
import { adviceBlocks, type AskingMailModel, documentList, linkBlocks, onBehalf } from './link-mail-blocks.ts';
import { carriesWorkingLink, findMailedInvitation, type MailedInvitation } from './mailed-invitation-repository.ts';

interface InvitationMailModel extends AskingMailModel {
  /** The seller's own words: plain text, line breaks are kept. */
  readonly message?: string | undefined;
}

/** The first mail, and each one for a resend. */
export const invitationMail = defineMail<LinkMailDeps, MailedInvitation>({
  kind: 'INVITATION',
  subjectKind: 'invitation',
  texts: 'invitation',
  isWanted: carriesWorkingLink,
  load: ({ db }, { subjectId }) => findMailedInvitation(db, subjectId),
  render(invitation, deps) {
    const model = linkMailModel(invitation, deps);
    const message = invitation.message ?? undefined;
    const rendered = renderInvitationMail({ ...model, documents: invitation.requested_documents, message });
    return { ...linkMailEnvelope(invitation, model), ...rendered };
  },
});

/** Who asks, for whom and why, what for, until when, one link (contract section 3.6). */
export function renderInvitationMail(model: InvitationMailModel): RenderedContent {
  const words = wordsOf(model);
  const { translate, values } = words;
  const message = model.message?.trim() ?? '';
  return renderBuyerMail(model, 'invitation', [
    ...linkBlocks(model, words),
    ...(message === ''
      ? []
      : [{ kind: 'quote', heading: translate('mail.invitation.message', values), text: plainLines(message) } as const]),
    { kind: 'paragraph', text: translate('mail.invitation.text', values) },
    ...onBehalf(model),
    ...documentList(translate('mail.documents'), model.documents, translate),
    ...adviceBlocks(model, words),
  ]);
}
