import sql from 'sql-template-tag';
import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../../delivery/mail/index.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';
import { findMailedLink, type MailedLink } from '../../invitations/index.ts';

const NAME_MAX_LENGTH = 60;

interface Facts {
  readonly link: MailedLink;
  readonly contact: string;
}

/** To the organization's contact. */
export const pauseMail = defineMail<{ readonly db: Database; readonly operator: OperatorFacts }, Facts>({
  kind: 'PROSPECT_PAUSE',
  subjectKind: 'invitation',
  isWanted: sql`exists (
    select /* by id alone: the mail was queued for it */ from invitation_facts i join organization_facts o on o.id = i.organization_id
    where i.id = m.subject_id::uuid and i.status = 'ACTIVE' and o.has_contact and ${mayInviterAct})`,
  async load({ db }, { subjectId }) {
    const link = await findMailedLink(db, subjectId);
    return link && link.contact_email !== null ? { link, contact: link.contact_email } : undefined;
  },
  render: ({ link, contact }, { operator }) => ({ to: contact, ...renderPauseMail(link, operator.name) }),
});

type PausedLink = Pick<MailedLink, 'id' | 'seller_id' | 'seller_name' | 'label'>;

export function renderPauseMail(link: PausedLink, operatorName: string): RenderedContent {
  return renderOperatorMail({
    operatorName,
    subject: `A link takes no new visitors for an hour: ${oneLine(link.seller_name, NAME_MAX_LENGTH)}`,
    heading: 'A published link takes no new visitors for an hour',
    blocks: [
      {
        kind: 'paragraph',
        text: 'More than 200 codes were mailed within an hour that nobody entered. Somebody may be using the link to send mails to strangers, so no codes go to new addresses for an hour. Whoever has started already can go on.',
      },
      {
        kind: 'facts',
        rows: [
          { term: 'Seller', fact: oneLine(link.seller_name) },
          ...(link.label === null ? [] : [{ term: 'Your label', fact: oneLine(link.label) }]),
          { term: 'Seller’s UUID', fact: link.seller_id },
          { term: 'Link’s UUID', fact: link.id },
        ],
      },
      {
        kind: 'paragraph',
        text: `You need not do anything: the pause ends by itself. If it happens again and again, revoke the link and publish a new one: POST /v1/partners/${link.seller_id}/self-service-invitations/${link.id}/revoke.`,
      },
    ],
  });
}
