import sql from 'sql-template-tag';
import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { RenderedContent } from '../../../delivery/mail/index.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';
import { formatNumber } from '../../../texts/index.ts';
import {
  type BuyerMailModel,
  findMailedLink,
  logoAttachments,
  type MailedLink,
  renderBuyerMail,
  visitorMailModel,
  wordsOf,
} from '../../invitations/index.ts';
import { CODE_MINUTES } from './address-proof.ts';
import type { VisitorDeps } from './visitor.ts';
import { CODE_MAIL_PURPOSE, type MailedCode, openCode } from './sealed-code.ts';

interface Facts {
  readonly link: MailedLink;
  readonly mailed: MailedCode;
}

export const codeMail = defineMail<VisitorDeps & { readonly operator: OperatorFacts }, Facts>({
  kind: 'PROSPECT_CODE',
  subjectKind: 'invitation',
  texts: 'prospectCode',
  sealedFor: CODE_MAIL_PURPOSE,
  // A code that has run out helps nobody.
  isWanted: sql`m.created_at > now() - make_interval(mins => ${CODE_MINUTES}::int) and exists (
    select /* by id alone: the mail was queued for it */ from invitation_facts i
    where i.id = m.subject_id::uuid and i.link_version = m.subject_version and i.status = 'ACTIVE' and ${mayInviterAct})`,
  async load({ db, keyring }, { id, subjectId, sealedFacts }) {
    const link = await findMailedLink(db, subjectId);
    if (!link) return undefined;
    if (!sealedFacts) throw new Error('a mail with a code without it');
    return { link, mailed: openCode(keyring, id, sealedFacts) };
  },
  render({ link, mailed: { email, code, language } }, { operator }) {
    const model = { ...visitorMailModel(link, operator), language, code };
    return { to: email, ...renderCodeMail(model), attachments: logoAttachments(link) };
  },
});

/** The code stands in the text alone: subjects are logged by others. */
export function renderCodeMail(model: BuyerMailModel & { readonly code: string }): RenderedContent {
  const { translate, values } = wordsOf(model);
  const minutes = formatNumber(CODE_MINUTES, model.language);
  return renderBuyerMail(model, 'prospectCode', [
    { kind: 'paragraph', text: translate('mail.prospectCode.text', values) },
    { kind: 'facts', rows: [{ term: translate('code.label'), fact: model.code }] },
    { kind: 'paragraph', text: translate('mail.prospectCode.valid', { ...values, minutes }) },
    { kind: 'paragraph', text: translate('mail.prospectCode.notYou', values) },
  ]);
}
