import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../../delivery/mail/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import { findMailedLink, type MailedLink } from '../../invitations/index.ts';
import { submissionReference } from '../../submissions/index.ts';
import {
  findArrivalContact,
  findMailedProspect,
  isSubmittedStill,
  type MailedProspect,
} from './submitted-repository.ts';

const NAME_MAX_LENGTH = 60;

interface Facts {
  readonly link: MailedLink;
  readonly prospect: MailedProspect;
  readonly contact: string;
}

/** To those who look after the link, where they asked to be told. Not a word of what the prospect wrote, and no name of a person. */
export const prospectArrivalMail = defineMail<{ readonly db: Database; readonly operator: OperatorFacts }, Facts>({
  kind: 'PROSPECT_ARRIVAL',
  subjectKind: 'prospect',
  isWanted: isSubmittedStill,
  async load({ db }, { subjectId }) {
    const [prospect, contact] = await Promise.all([
      findMailedProspect(db, subjectId),
      findArrivalContact(db, subjectId),
    ]);
    const link = prospect && (await findMailedLink(db, prospect.invitation_id));
    return prospect && link && contact !== undefined ? { prospect, link, contact } : undefined;
  },
  render: ({ link, prospect, contact }, { operator }) => ({
    to: contact,
    ...renderProspectArrivalMail({ link, prospect, operatorName: operator.name }),
  }),
});

interface ProspectArrivalMailModel {
  readonly operatorName: string;
  readonly link: Pick<MailedLink, 'seller_name' | 'label'>;
  readonly prospect: Pick<
    MailedProspect,
    'id' | 'seller_id' | 'type' | 'company_name' | 'submission_id' | 'submitted_at'
  >;
}

export function renderProspectArrivalMail({ operatorName, link, prospect }: ProspectArrivalMailModel): RenderedContent {
  const company = prospect.company_name;
  const who = company === null ? 'a consumer' : oneLine(company, NAME_MAX_LENGTH);
  return renderOperatorMail({
    operatorName,
    subject: `A new prospect: ${who} for ${oneLine(link.seller_name, NAME_MAX_LENGTH)}`,
    heading: 'Somebody has introduced himself on a published link',
    blocks: [
      {
        kind: 'facts',
        rows: [
          { term: 'Seller', fact: oneLine(link.seller_name) },
          ...(link.label === null ? [] : [{ term: 'Your label', fact: oneLine(link.label) }]),
          { term: 'Type', fact: prospect.type },
          ...(company === null ? [] : [{ term: 'Company', fact: oneLine(company) }]),
          { term: 'Reference', fact: submissionReference(prospect.submission_id) },
          { term: 'Sent on', fact: formatInstant(prospect.submitted_at, 'en') },
          { term: 'Prospect’s UUID', fact: prospect.id },
        ],
      },
      {
        kind: 'paragraph',
        text: `Read it by the API: GET /v1/partners/${prospect.seller_id}/prospects/${prospect.id}. Make a buyer of it with POST …/convert, or decline it with POST …/decline.`,
      },
    ],
  });
}
