import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import { oneLine, type RenderedContent, renderOperatorMail } from '../../../delivery/mail/index.ts';
import { formatInstant } from '../../../texts/index.ts';
import { findMailedInvitation, type MailedInvitation } from '../../invitations/index.ts';
import type { Links } from '../../links/index.ts';
import { callOf, factsOf, NAME_MAX_LENGTH, type NamedInvitation, namedInvitation } from './invitation-words.ts';
import { isNewLinkWished } from './submission-mail-repository.ts';

interface NewLinkRequestMailModel extends NamedInvitation {
  readonly operatorName: string;
  /** The integrator's own words. */
  readonly label?: string | undefined;
  readonly expiredAt: Date;
  readonly askedAt: Date;
  /** Of a page with one button, which sends the new link. */
  readonly link: string;
}

export interface NewLinkRequestMailDeps {
  readonly db: Database;
  readonly links: Links;
  readonly operator: OperatorFacts;
}

interface Facts {
  readonly invitation: MailedInvitation;
  /** The organization's. */
  readonly contact: string;
  readonly askedAt: Date;
}

export const newLinkRequestMail = defineMail<NewLinkRequestMailDeps, Facts>({
  kind: 'NEW_LINK_REQUEST',
  subjectKind: 'invitation',
  isWanted: isNewLinkWished,
  async load({ db }, { subjectId, queuedAt }) {
    const invitation = await findMailedInvitation(db, subjectId);
    const contact = invitation?.contact_email;
    return invitation && contact ? { invitation, contact, askedAt: queuedAt } : undefined;
  },
  render({ invitation, contact, askedAt }, { links, operator }) {
    const named = namedInvitation(invitation);
    const { link_version: linkVersion, link_kid: linkKid } = invitation;
    const link = links.resendUrlOf({ ...named, linkVersion, linkKid, askedAt });
    const content = renderNewLinkRequestMail({
      ...named,
      operatorName: operator.name,
      label: invitation.label ?? undefined,
      expiredAt: invitation.expires_at,
      askedAt,
      link,
    });
    return { to: contact, link, ...content };
  },
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
        text: 'If the company should go on, send it a new link. It goes to the address that the invitation has, and the company has 30 days again. The page that opens shows what will happen; only its button sends.',
      },
      {
        kind: 'button',
        label: 'Look at it and send a new link',
        url: model.link,
        hint: 'Good for 7 days and for one new link. Whoever has this mail can press it.',
      },
      {
        kind: 'paragraph',
        text: `If the address is wrong, resend it by the API with the right one as recipientEmail: POST ${callOf(model, 'resend')}.`,
      },
      {
        kind: 'paragraph',
        text: 'If it should not go on, you need not do anything. You get this mail at most once a day for each invitation.',
      },
    ],
  });
}
