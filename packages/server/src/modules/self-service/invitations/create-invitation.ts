import { daysAfter } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Along } from '../../../core/write/index.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { queueMailTo, recipientOf, refuseBeforeTurn } from '../../delivery/mail/index.ts';
import { missingDocuments, typeToRequest } from '../../kyc/documents/index.ts';
import { aboutInvitation, buyerBlocked, keptRecipient, type InvitationDeps, presentInvitation } from './invitation.ts';
import type { Letter } from './letter.ts';
import { invitationMail } from './mails/invitation-mail.ts';
import { firstReminderAt } from './reminders.ts';
import {
  expireOverdue,
  findInvitedBuyer,
  findStanding,
  insertInvitation,
  type InvitedBuyer,
  type NewInvitation,
  type StandingPlace,
} from './repository.ts';
import { buyerNotFound, type BuyerPath } from '../../parties/buyers/index.ts';
import type { CreateInvitationBody } from './schemas.ts';
import { FALLBACK_LANGUAGE, type Language, languageOfCountry } from '../../texts/index.ts';
import { refuseBadRedirect, requestedLanguage } from './requested.ts';
import { ResourceExistsDifferentBody } from '../../../core/api/index.ts';

const DEFAULT_DAYS = 30;

type ApiCall = Call<{ params: BuyerPath; body: CreateInvitationBody }>;
type CreateCall = Pick<ApiCall, 'params' | 'body'> & { readonly actor: Pick<ApiCall['actor'], 'organizationId'> };

/** Invites a buyer by mail (contract 3.4). The mail is queued in the same commit. */
export async function createInvitation(deps: InvitationDeps, call: CreateCall): Promise<Decision> {
  const { row, mail } = await planInvitation(deps, call, { mail: invitationMail });
  const { sellerId, buyerId } = call.params;
  const location = `/v1/partners/${sellerId}/buyers/${buyerId}/kyc/self-service-invitations/${row.id}`;
  return {
    answer: { status: 201, body: presentInvitation(row, deps.links), headers: { location } },
    effect: insertInvitation(row, mail),
    audit: [{ ...aboutInvitation(row), action: 'invitation.create' }],
  };
}

/** A new invitation and its mail, by all the rules for one. Nothing is written. @throws ProblemError where they refuse it */
export async function planInvitation(
  deps: InvitationDeps,
  call: CreateCall,
  { mail, details }: Letter,
): Promise<{ readonly row: NewInvitation; readonly mail: Along }> {
  const { db, keyring } = deps;
  const { sellerId, buyerId } = call.params;
  const recipientEmail = keptRecipient(call.body.recipientEmail);
  const recipient = recipientOf(keyring, recipientEmail, call.actor.organizationId);
  const language = requestedLanguage(call.body.locale);
  refuseBadRedirect(call.body.redirectUrl);

  const buyer = await findInvitedBuyer(db, call.params, recipient);
  if (!buyer) throw buyerNotFound();
  if (buyer.status === 'BLOCKED') throw buyerBlocked();
  await refuseSecond(deps, { sellerId, buyerId, recipientEmail });
  refuseBeforeTurn(buyer.next_turn, buyer.now);

  const locale = language ?? languageOfCountry(buyer.country) ?? FALLBACK_LANGUAGE;
  const row = newInvitation(deps, call, { ...buyer, locale });
  const queued = queueMailTo(recipient, {
    mail,
    subjectId: row.id,
    subjectVersion: row.link_version,
    about: { ...aboutInvitation(row), ...(details && { details }) },
  });
  return { row, mail: queued };
}

/** 409 with the active one, where the buyer has one at this address (contract 3.2). One that the clock ended makes room first. */
export async function refuseSecond(
  { db, links }: Pick<InvitationDeps, 'db' | 'links'>,
  place: StandingPlace,
  self?: string,
): Promise<void> {
  const standing = await findStanding(db, place);
  if (!standing || standing.id === self) return;
  if (standing.status === 'EXPIRED') return void (await expireOverdue(db, 1, standing.id));
  const detail = 'The buyer has an active invitation at this address.';
  throw new ProblemError(ResourceExistsDifferentBody, detail, {
    currentResource: presentInvitation(standing, links),
  });
}

function newInvitation(
  { links, completeDocuments }: InvitationDeps,
  call: CreateCall,
  buyer: InvitedBuyer & { readonly locale: Language },
): NewInvitation {
  const { body, params, actor } = call;
  const reminders = body.reminders ?? false;
  const expiresAt = daysAfter(buyer.now, body.expiresInDays ?? DEFAULT_DAYS);
  return {
    id: newId(),
    seller_id: params.sellerId,
    buyer_id: params.buyerId,
    kind: 'KYC',
    status: 'ACTIVE',
    organization_id: actor.organizationId,
    recipient_email: keptRecipient(body.recipientEmail),
    label: body.label ?? null,
    locale: buyer.locale,
    message: body.message ?? null,
    requested_documents: body.requestedDocuments ?? lackingTypes(completeDocuments, buyer),
    redirect_url: body.redirectUrl ?? null,
    reminders,
    next_reminder_at: firstReminderAt(reminders, buyer.now, expiresAt),
    link_kid: links.currentKid(),
    link_version: 1,
    usage_count: 0,
    last_mail_at: buyer.now,
    created_at: buyer.now,
    expires_at: expiresAt,
    last_used_at: null,
    revoked_at: null,
    revocation_reason: null,
    now: buyer.now,
  };
}

function lackingTypes(complete: readonly string[], buyer: InvitedBuyer): string[] {
  return missingDocuments(complete, buyer.present_documents).flatMap((entry) => typeToRequest(entry) ?? []);
}
