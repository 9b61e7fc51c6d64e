import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../../delivery/mail/index.ts';
import { type DocumentType, listDocumentsOfSubmission } from '../../../kyc/documents/index.ts';
import { formatInstant, translatorFor } from '../../../texts/index.ts';
import { findMailedInvitation, type MailedInvitation } from '../../invitations/index.ts';
import { factsOf, NAME_MAX_LENGTH, type NamedInvitation, namedInvitation, placeOf } from './invitation-words.ts';
import { submissionReference } from '../submission-reference.ts';
import {
  findArrivalContact,
  findMailedSubmission,
  isArrivalTold,
  type MailedSubmission,
} from './submission-mail-repository.ts';

interface ArrivalMailModel extends NamedInvitation {
  readonly operatorName: string;
  /** The integrator's own words. */
  readonly label?: string | undefined;
  /** The buyer has it on his receipt. */
  readonly reference: string;
  readonly sentAt: Date;
  /** One entry a document. */
  readonly types: readonly DocumentType[];
  /** That were requested, and the buyer says that he cannot supply them. */
  readonly notSupplied: readonly DocumentType[];
  readonly isCorrected: boolean;
  readonly isRemarked: boolean;
}

interface Facts {
  readonly invitation: MailedInvitation;
  readonly submission: MailedSubmission;
  readonly types: readonly DocumentType[];
  readonly contact: string;
}

export const arrivalMail = defineMail<{ readonly db: Database; readonly operator: OperatorFacts }, Facts>({
  kind: 'ARRIVAL',
  subjectKind: 'invitation',
  isWanted: isArrivalTold,
  async load({ db }, { subjectId }) {
    const [invitation, submission, contact] = await Promise.all([
      findMailedInvitation(db, subjectId),
      findMailedSubmission(db, subjectId),
      findArrivalContact(db, subjectId),
    ]);
    if (!invitation || !submission || contact === undefined) return undefined;
    const place = { sellerId: invitation.seller_id, buyerId: invitation.buyer_id, submissionId: submission.id };
    const documents = await listDocumentsOfSubmission(db, place);
    return { invitation, submission, contact, types: documents.map(({ type }) => type) };
  },
  render: ({ invitation, submission, contact, types }, { operator }) => ({
    to: contact,
    ...renderArrivalMail({
      ...namedInvitation(invitation),
      operatorName: operator.name,
      label: invitation.label ?? undefined,
      reference: submissionReference(submission.id),
      sentAt: submission.submitted_at,
      types,
      notSupplied: invitation.types_not_supplied,
      isCorrected: submission.company_corrections !== null,
      isRemarked: submission.company_remark !== null,
    }),
  }),
});

const ALL_SENT = 'The company has sent what it was asked for. The request is complete, and its link is closed.';
const NOT_ALL_SENT =
  'The company has answered the request. Not all of what it was asked for came: it says why. The link is closed.';

/** To those who look after the buyer: what has come, by type and number, and not a word of what he wrote. */
export function renderArrivalMail(model: ArrivalMailModel): RenderedContent {
  const company = oneLine(model.companyName, NAME_MAX_LENGTH);
  const seller = oneLine(model.sellerName, NAME_MAX_LENGTH);
  return renderOperatorMail({
    operatorName: model.operatorName,
    subject: `Documents have arrived: ${company} for ${seller}`,
    heading: 'A buyer has sent documents',
    blocks: [
      {
        kind: 'paragraph',
        text: model.notSupplied.length === 0 ? ALL_SENT : NOT_ALL_SENT,
      },
      {
        kind: 'facts',
        rows: [
          ...factsOf(model),
          ...(model.label === undefined ? [] : [{ term: 'Your label', fact: oneLine(model.label) }]),
          { term: 'Reference', fact: model.reference },
          { term: 'Sent on', fact: formatInstant(model.sentAt, 'en') },
          { term: `Documents (${model.types.length})`, fact: namesOf(model.types) },
          ...(model.notSupplied.length === 0
            ? []
            : [{ term: `Not supplied (${model.notSupplied.length})`, fact: namesOf(model.notSupplied) }]),
          { term: 'Company data', fact: companyDataOf(model) },
        ],
      },
      {
        kind: 'paragraph',
        text: `You find all of it in the system that your organization has connected. By the API it is GET ${placeOf(model)}/submission. This mail holds no documents, and none of the buyer’s words.`,
      },
      {
        kind: 'paragraph',
        text: `You get this mail once for each request. ${oneLine(model.operatorName)} can send it elsewhere, or switch it off.`,
      },
    ],
  });
}

/** Each type once, with its number where there are several. */
function namesOf(types: readonly DocumentType[]): string {
  const translate = translatorFor('en');
  const counts = new Map<DocumentType, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  const names = [...counts].map(([type, count]) => {
    const name = translate(`documentType.${type}`);
    return count === 1 ? name : `${name} (${count})`;
  });
  return names.join(', ') || 'none';
}

function companyDataOf({ isCorrected, isRemarked }: ArrivalMailModel): string {
  if (isCorrected && isRemarked) return 'has corrections and a remark';
  if (isCorrected) return 'has corrections';
  return isRemarked ? 'has a remark' : 'confirmed';
}
