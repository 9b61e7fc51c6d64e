import sql from 'sql-template-tag';
import { defineMail } from '../../../../core/mail/index.ts';
import type { OperatorFacts } from '../../../../core/operator-facts.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { Keyring } from '../../../../platform/keyring.ts';
import {
  type MailBlock,
  type MailFact,
  oneLine,
  plainLines,
  type RenderedContent,
  renderOperatorMail,
} from '../../../delivery/mail/index.ts';
import { findMailedLink, type MailedLink } from '../../invitations/index.ts';
import { type AbuseReason, type AbuseReport, openReport, REPORT_PURPOSE } from '../abuse-report.ts';
import { callOf, factsOf, NAME_MAX_LENGTH, type NamedLink, namedLink } from './invitation-words.ts';

interface AbuseReportMailModel extends NamedLink {
  readonly operatorName: string;
  readonly organizationName: string;
  readonly organizationSlug: string;
  readonly invitationStatus: string;
  readonly reason: AbuseReason;
  /** The visitor's own; may be empty. */
  readonly words: string;
}

export interface AbuseReportMailDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly operator: OperatorFacts;
}

interface Facts {
  readonly invitation: MailedLink;
  readonly report: AbuseReport;
}

const REASONS = {
  UNKNOWN_COMPANY: 'I do not know this company',
  LOOKS_LIKE_FRAUD: 'The request looks like fraud',
  TOO_MANY_MAILS: 'I get too many mails',
  OTHER: 'Something else',
} as const satisfies Record<AbuseReason, string>;

/** Wanted whatever becomes of the invitation. */
export const abuseReportMail = defineMail<AbuseReportMailDeps, Facts>({
  kind: 'ABUSE_REPORT',
  subjectKind: 'invitation',
  sealedFor: REPORT_PURPOSE,
  isWanted: sql`true`,
  async load({ db, keyring }, { id, subjectId, sealedFacts }) {
    const invitation = await findMailedLink(db, subjectId);
    if (!invitation) return undefined;
    if (!sealedFacts) throw new Error('a report of misuse without its words');
    return { invitation, report: openReport(keyring, id, sealedFacts) };
  },
  render: ({ invitation, report }, { operator }) => ({
    to: operator.abuseContact,
    ...renderAbuseReportMail({
      ...namedLink(invitation),
      ...report,
      operatorName: operator.name,
      organizationName: invitation.organization_name,
      organizationSlug: invitation.organization_slug,
      invitationStatus: invitation.status,
    }),
  }),
});

/** Each as it is typed; a test runs them. Ids and slugs need no quotes in a shell. */
function commandsOf({ invitationId, organizationSlug: slug }: AbuseReportMailModel): readonly MailFact[] {
  const ops = 'npm run ops --';
  return [
    { term: 'End it', fact: `${ops} invitations revoke --invitation ${invitationId} --reason misuse` },
    { term: 'See what else is open', fact: `${ops} invitations list --organization ${slug} --status ACTIVE` },
    { term: 'End all of it', fact: `${ops} invitations revoke --organization ${slug} --reason misuse` },
    { term: 'Remove what it holds of people', fact: `${ops} invitations erase --invitation ${invitationId}` },
    { term: 'Stop the organization', fact: `${ops} organizations disable --slug ${slug}` },
  ];
}

/** To the operator: a visitor's report, with his own words as a quotation. */
export function renderAbuseReportMail(model: AbuseReportMailModel): RenderedContent {
  const words = model.words.trim();
  const quote: MailBlock = { kind: 'quote', heading: 'In the visitor’s words, not checked:', text: plainLines(words) };
  return renderOperatorMail({
    operatorName: model.operatorName,
    subject: `Misuse reported: ${oneLine(model.sellerName, NAME_MAX_LENGTH)}`,
    heading: 'A visitor reports misuse of an invitation',
    blocks: [
      {
        kind: 'paragraph',
        text: 'Somebody who has the link of this invitation pressed “Report misuse” and sent the form.',
      },
      {
        kind: 'facts',
        rows: [
          { term: 'Reason', fact: REASONS[model.reason] },
          ...factsOf(model),
          { term: 'Organization', fact: `${oneLine(model.organizationName)} (${model.organizationSlug})` },
          { term: 'State of the invitation', fact: model.invitationStatus },
        ],
      },
      ...(words === '' ? [] : [quote]),
      {
        kind: 'paragraph',
        text: `The report has locked nothing: the invitation works as before. The organization can end it: POST ${callOf(model, 'revoke')}. You can do more:`,
      },
      { kind: 'facts', rows: commandsOf(model) },
      {
        kind: 'paragraph',
        text: 'Further reports about the same invitation within a day are not sent to you.',
      },
    ],
  });
}
