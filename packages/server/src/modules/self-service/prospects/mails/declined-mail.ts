import sql from 'sql-template-tag';
import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { RenderedContent } from '../../../delivery/mail/index.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';
import { formatDay } from '../../../texts/index.ts';
import {
  type BuyerMailModel,
  findMailedLink,
  logoAttachments,
  type MailedLink,
  renderBuyerMail,
  visitorMailModel,
  wordsOf,
} from '../../invitations/index.ts';
import { openPerson } from '../sealed-person.ts';
import type { VisitorDeps } from '../visitors/visitor.ts';
import { type DeclinedRow, findDeclined } from './mail-repository.ts';

interface Facts {
  readonly to: string;
  readonly link: MailedLink;
  readonly declined: DeclinedRow;
}

/** He is there still, and who published the link may still act. */
const isDeclinedStill = sql`exists (
  select /* by id alone: the mail was queued for it */ from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = m.subject_id::uuid and p.status = 'DECLINED' and ${mayInviterAct})`;

export const declinedMail = defineMail<VisitorDeps & { readonly operator: OperatorFacts }, Facts>({
  kind: 'PROSPECT_DECLINED',
  subjectKind: 'prospect',
  texts: 'prospectDeclined',
  isWanted: isDeclinedStill,
  async load({ db, keyring }, { subjectId }) {
    const declined = await findDeclined(db, subjectId);
    const link = declined && (await findMailedLink(db, declined.invitation_id));
    return declined && link && { to: openPerson(keyring, declined).email, link, declined };
  },
  render({ to, link, declined }, { operator }) {
    const { language, submitted_at: submittedAt } = declined;
    const model = { ...visitorMailModel(link, operator), language, submittedAt };
    return { to, ...renderDeclinedMail(model), attachments: logoAttachments(link) };
  },
});

/** To the visitor, in the language of his page: that the seller does not go on with it, and what becomes of his documents. Not why. */
export function renderDeclinedMail(model: BuyerMailModel & { readonly submittedAt: Date }): RenderedContent {
  const { translate, values } = wordsOf(model);
  const date = formatDay(model.submittedAt, model.language);
  return renderBuyerMail(model, 'prospectDeclined', [
    { kind: 'paragraph', text: translate('mail.prospectDeclined.text', { ...values, date }) },
    { kind: 'paragraph', text: translate('mail.prospectDeclined.documents') },
  ]);
}
