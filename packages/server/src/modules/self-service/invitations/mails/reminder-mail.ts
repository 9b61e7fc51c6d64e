import { defineMail } from '../../../../core/mail/index.ts';
import type { RenderedContent } from '../../../delivery/mail/index.ts';
import { type DocumentType, listDraftedTypes } from '../../../kyc/documents/index.ts';
import { renderBuyerMail, wordsOf } from './buyer-mail.ts';
import { type LinkMailDeps, linkMailEnvelope, linkMailModel } from './link-mail.ts';
import { adviceBlocks, type AskingMailModel, documentList, linkBlocks, onBehalf } from './link-mail-blocks.ts';
import { carriesWorkingLink, findMailedInvitation, type MailedInvitation } from './mailed-invitation-repository.ts';

interface Facts {
  readonly invitation: MailedInvitation;
  readonly missing: readonly DocumentType[];
}

export const reminderMail = defineMail<LinkMailDeps, Facts>({
  kind: 'REMINDER',
  subjectKind: 'invitation',
  texts: 'reminder',
  isWanted: carriesWorkingLink,
  async load({ db }, { subjectId }) {
    const invitation = await findMailedInvitation(db, subjectId);
    if (!invitation) return undefined;
    const drafted = await listDraftedTypes(db, subjectId);
    const settled = new Set<DocumentType>([...drafted, ...invitation.types_not_supplied]);
    return { invitation, missing: invitation.requested_documents.filter((type) => !settled.has(type)) };
  },
  render({ invitation, missing }, deps) {
    const model = linkMailModel(invitation, deps);
    return { ...linkMailEnvelope(invitation, model), ...renderReminderMail({ ...model, documents: missing }) };
  },
});

/** The same link again, with what is still missing. */
export function renderReminderMail(model: AskingMailModel): RenderedContent {
  const words = wordsOf(model);
  const { translate, values } = words;
  return renderBuyerMail(model, 'reminder', [
    ...linkBlocks(model, words),
    { kind: 'paragraph', text: translate('mail.reminder.text', values) },
    ...onBehalf(model),
    ...documentList(translate('mail.reminder.documents'), model.documents, translate),
    ...adviceBlocks(model, words),
  ]);
}
