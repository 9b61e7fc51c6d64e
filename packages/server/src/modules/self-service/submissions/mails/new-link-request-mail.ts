import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../../delivery/mail/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import { findMailedInvitation, type MailedInvitation } from '../../invitations/index.ts';
import { callOf, factsOf, NAME_MAX_LENGTH, type NamedInvitation, namedInvitation } from './invitation-words.ts';
import { isNewLinkWished } from './submission-mail-repository.ts';

interface NewLinkRequestMailModel extends NamedInvitation {
  readonly operatorName: string;
  /** The integrator's own words. */
  readonly label?: string | undefined;
  readonly expiredAt: Date;
  readonly askedAt: Date;
}

interface Facts {
  readonly invitation: MailedInvitation;
  /** The organization's. */
  readonly contact: string;
  readonly askedAt: Date;
}

export const newLinkRequestMail = defineMail<{ readonly db: Database; readonly operator: OperatorFacts }, Facts>({
  kind: 'NEW_LINK_REQUEST',
  subjectKind: 'invitation',
  isWanted: isNewLinkWished,
  async load({ db }, { subjectId, queuedAt }) {
    const invitation = await findMailedInvitation(db, subjectId);
    const contact = invitation?.contact_email;
    return invitation && contact ? { invitation, contact, askedAt: queuedAt } : undefined;
  },
  render: ({ invitation, contact, askedAt }, { operator }) => ({
    to: contact,
    ...renderNewLinkRequestMail({
      ...namedInvitation(invitation),
      operatorName: operator.name,
      label: invitation.label ?? undefined,
      expiredAt: invitation.expires_at,
      askedAt,
    }),
  }),
});

/** To the organization's contact: somebody with an expired link asked for a new one (contract section 3.6). */
export function renderNewLinkRequestMail(model: NewLinkRequestMailModel): RenderedContent {
  const company = oneLine(model.companyName, NAME_MAX_LENGTH);
  const seller = oneLine(model.sellerName, NAME_MAX_LENGTH);
  return renderOperatorMail({
    operatorName: model.operatorName,
    subject: `New link asked for: ${company} for ${seller}`,
    heading: 'A buyer asks for a new link',
    blocks: [
      {
        kind: 'paragraph',
        text: 'The link to a request for company documents has expired. Somebody who has it pressed “Ask for a new link”. Nothing has been changed by that.',
      },
      {
        kind: 'facts',
        rows: [
          ...factsOf(model),
          ...(model.label === undefined ? [] : [{ term: 'Your label', fact: oneLine(model.label) }]),
          { term: 'Expired on', fact: formatInstant(model.expiredAt, 'en') },
          { term: 'Asked on', fact: formatInstant(model.askedAt, 'en') },
        ],
      },
      {
        kind: 'paragraph',
        text: `If the company should go on, resend the invitation by the API: POST ${callOf(model, 'resend')}. It becomes active again, and the link goes to the address that the invitation has. If the address is wrong, give the right one as recipientEmail in the same call.`,
      },
      {
        kind: 'paragraph',
        text: 'If it should not go on, you need not do anything. You get this mail at most once a day for each invitation.',
      },
    ],
  });
}
