import { daysAfter } from '../../../platform/clock.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Along } from '../../../core/write/index.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { queueMailTo, recipientOf, refuseBeforeTurn } from '../../delivery/mail/index.ts';
import { refuseSecond } from './create-invitation.ts';
import {
  aboutInvitation,
  buyerBlocked,
  type InvitationDeps,
  type InvitationRow,
  invitationNotActive,
  invitationNotFound,
  keptRecipient,
  presentInvitation,
} from './invitation.ts';
import type { Letter } from './letter.ts';
import { invitationMail } from './mails/invitation-mail.ts';
import { firstReminderAt } from './reminders.ts';
import { findInvitation, findInvitedBuyer, type ResentInvitation, resendStanding } from './repository.ts';
import type { InvitationPath, ResendInvitationBody } from './schemas.ts';
import { isRetiredLinkKey, type Links } from '../links/index.ts';
import { RateLimited } from '../../../platform/problems/problem-types.ts';

const REVIVED_DAYS = 30;
const PAUSE_MS = 600_000;

type ApiCall = Call<{ params: InvitationPath; body: ResendInvitationBody }>;
type ResendCall = Pick<ApiCall, 'params' | 'body'> & { readonly actor: Pick<ApiCall['actor'], 'organizationId'> };

export type ResendDeps = Pick<InvitationDeps, 'db' | 'links' | 'keyring'>;

interface ResendRules {
  /** A mail with a new link waits its 10 minutes too, so that what is repeated sends none twice. */
  readonly rotationWaits?: boolean;
}

/** A new mail for an ACTIVE or EXPIRED invitation (contract 3.4): the same link, or a new one that kills the old at once. */
export async function resendInvitation(
  deps: ResendDeps,
  call: ResendCall,
  { rotationWaits = false }: ResendRules = {},
): Promise<Decision> {
  const { db, links } = deps;
  const row = await findInvitation(db, call.params);
  if (!row) throw invitationNotFound();
  const { next, mail, rotates } = await planResend(deps, { ...call, row }, { mail: invitationMail, rotationWaits });
  return {
    answer: { status: 200, body: presentInvitation(next, links) },
    effect: resendStanding(row, next, mail),
    audit: [{ ...aboutInvitation(row), action: 'invitation.resend', details: { linkRotated: rotates } }],
  };
}

type ResendWish = Pick<ResendCall, 'body' | 'actor'> & { readonly row: InvitationRow };

export interface ResendPlan {
  readonly next: ResentInvitation;
  readonly mail: Along;
  readonly rotates: boolean;
}

/** What becomes of the invitation as it was read, and the mail, by all the rules of resending. Nothing is written. @throws ProblemError where they refuse it */
export async function planResend(
  deps: ResendDeps,
  { row, ...call }: ResendWish,
  { mail, details, rotationWaits = false }: Letter & ResendRules,
): Promise<ResendPlan> {
  const { db, links, keyring } = deps;
  if (!row.buyer_id) throw invitationNotFound();
  if (row.status !== 'ACTIVE' && row.status !== 'EXPIRED') throw invitationNotActive(row, links);
  // A body is not required.
  const body: ResendInvitationBody = call.body ?? {};
  const email = keptRecipient(body.recipientEmail ?? row.recipient_email ?? '');
  const recipient = recipientOf(keyring, email, call.actor.organizationId);
  const buyer = await findInvitedBuyer(db, { sellerId: row.seller_id, buyerId: row.buyer_id }, recipient);
  if (buyer?.status !== 'ACTIVE') throw buyerBlocked();

  const isAsked = body.rotateLink === true || !isSameAddress(email, row.recipient_email);
  // A link that a retired key signed opens nothing any more.
  const rotates = isAsked || (await isRetiredLinkKey(db, row.link_kid));
  if (!rotates || rotationWaits) refuseHaste(row);
  await refuseSecond(deps, { sellerId: row.seller_id, buyerId: row.buyer_id, recipientEmail: email }, row.id);
  refuseBeforeTurn(buyer.next_turn, buyer.now);

  const next = resent(row, { ...body, recipientEmail: email }, rotates ? links : undefined);
  const queued = queueMailTo(recipient, {
    mail,
    subjectId: row.id,
    subjectVersion: next.link_version,
    about: { ...aboutInvitation(row), ...(details && { details }) },
  });
  return { next, mail: queued, rotates };
}

function isSameAddress(one: string, other: string | null): boolean {
  return one.toLowerCase() === other?.toLowerCase();
}

/** At most one mail per 10 minutes and link. */
function refuseHaste(row: InvitationRow): void {
  const sinceMs = row.last_mail_at === null ? Infinity : row.now.getTime() - row.last_mail_at.getTime();
  if (sinceMs >= PAUSE_MS) return;
  const detail = 'A mail for this link was sent less than 10 minutes ago.';
  throw new ProblemError(RateLimited, detail, { retryAfterSeconds: Math.ceil((PAUSE_MS - sinceMs) / 1000) });
}

function resent(
  row: InvitationRow,
  body: ResendInvitationBody & { recipientEmail: string },
  rotatedBy: Links | undefined,
): ResentInvitation {
  const days = body.expiresInDays ?? (row.status === 'EXPIRED' ? REVIVED_DAYS : undefined);
  const expiresAt = days === undefined ? row.expires_at : daysAfter(row.now, days);
  return {
    ...row,
    status: 'ACTIVE',
    recipient_email: body.recipientEmail,
    expires_at: expiresAt,
    last_mail_at: row.now,
    next_reminder_at: firstReminderAt(row.reminders, row.now, expiresAt),
    ...(rotatedBy && { link_version: row.link_version + 1, link_kid: rotatedBy.currentKid() }),
  };
}
