import type { Sql } from 'sql-template-tag';
import type { Call, Decision } from '../../../core/api/index.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { type DocumentPath, type DocumentType, submissionOfDocument } from '../../kyc/documents/index.ts';
import {
  aboutInvitation,
  askAgain,
  askAgainByMail,
  findAskable,
  type Invitation,
  type InvitationDeps,
  type InvitationRow,
  inviteAlong,
  mayAskByMail,
  mayInvite,
  planInvitation,
  planResend,
  presentInvitation,
} from '../invitations/index.ts';
import { mailTo } from '../../delivery/mail/index.ts';
import { invitationOfSubmission } from '../submissions/index.ts';
import { RecipientUnknown } from './problems.ts';
import { rejectionLetter } from './rejection-mail.ts';

export interface AskingWish extends Pick<Call, 'actor'> {
  readonly params: DocumentPath;
  readonly type: DocumentType;
}

/** How the buyer is asked for another document by mail: what goes with the rejection, which holds only where `condition` does. */
export interface Asking extends Required<Pick<Decision, 'also' | 'along' | 'audit'>> {
  readonly invitation: Invitation;
  /** Stands behind `lockAsked`. */
  readonly condition: Sql;
}

/**
 * By the invitation on which the buyer may still work, within the limits of resending it; else by a new one for this document alone,
 * within those of making one. @throws ProblemError where they refuse it, or he has answered none
 */
export async function askAnew(deps: InvitationDeps, wish: AskingWish): Promise<Asking> {
  const sentBy = invitationOfSubmission(wish.params.sellerId, submissionOfDocument(wish.params));
  const known = await findAskable(deps.db, wish.params, sentBy);
  if (!known) throw recipientUnknown();
  return known.status === 'ACTIVE' ? mailAgain(deps, wish, known) : inviteAgain(deps, wish, known);
}

async function mailAgain(deps: InvitationDeps, { actor, type }: AskingWish, row: InvitationRow): Promise<Asking> {
  const { next, mail, rotates } = await planResend(deps, { row, actor, body: {} }, rejectionLetter(type));
  return {
    invitation: presentInvitation(next, deps.links),
    condition: mayAskByMail(row, next),
    also: [askAgain(row), askAgainByMail(next)],
    along: [{ part: mailTo, ...mail }],
    audit: [{ ...aboutInvitation(row), action: 'invitation.resend', details: { linkRotated: rotates } }],
  };
}

async function inviteAgain(
  deps: InvitationDeps,
  { actor, params, type }: AskingWish,
  used: InvitationRow,
): Promise<Asking> {
  const body = {
    recipientEmail: used.recipient_email ?? '',
    locale: used.locale,
    requestedDocuments: [type],
    reminders: used.reminders,
    ...(used.label !== null && { label: used.label }),
    ...(used.redirect_url !== null && { redirectUrl: used.redirect_url }),
  };
  const { row, mail } = await planInvitation(deps, { params, actor, body }, rejectionLetter(type));
  return {
    invitation: presentInvitation(row, deps.links),
    condition: mayInvite(row),
    also: [askAgain()],
    along: inviteAlong(row, mail),
    audit: [{ ...aboutInvitation(row), action: 'invitation.create' }],
  };
}

function recipientUnknown(): ProblemError {
  const detail =
    'The buyer has no invitation that is ACTIVE, and has answered none. Reject without resend, and invite him with requestedDocuments.';
  return new ProblemError(RecipientUnknown, detail);
}
