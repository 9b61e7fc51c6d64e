import { daysAfter } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { queueMailTo, recipientOf, refuseBeforeTurn } from '../../delivery/mail/index.ts';
import { missingDocuments, typeToRequest } from '../../kyc/documents/index.ts';
import { buyerBlocked, keptRecipient, type InvitationDeps, presentInvitation } from './invitation.ts';
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
import { FALLBACK_LANGUAGE, type Language, languageOf } from '../../texts/index.ts';
import { ResourceExistsDifferentBody } from '../../../core/api/index.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

const DEFAULT_DAYS = 30;

type CreateCall = Call<{ params: BuyerPath; body: CreateInvitationBody }>;

/** Invites a buyer by mail (contract 3.4). The mail is queued in the same commit. */
export async function createInvitation(deps: InvitationDeps, call: CreateCall): Promise<Decision> {
  const { db, links, keyring } = deps;
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

  const row = newInvitation(deps, call, { ...buyer, locale: language ?? countryLanguage(buyer.country) });
  const location = `/v1/partners/${sellerId}/buyers/${buyerId}/kyc/self-service-invitations/${row.id}`;
  const about = { sellerId, subjectId: row.id, invitationId: row.id };
  const mail = queueMailTo(recipient, {
    mail: invitationMail,
    subjectId: row.id,
    subjectVersion: row.link_version,
    about,
  });
  return {
    answer: { status: 201, body: presentInvitation(row, links), headers: { location } },
    effect: insertInvitation(row, mail),
    audit: [{ ...about, action: 'invitation.create' }],
  };
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

function requestedLanguage(locale: string | undefined): Language | undefined {
  // The schema has seen to it that it is the tag of one; which variants and extensions follow is of no account here.
  return locale === undefined ? undefined : languageOf(locale.slice(0, 2));
}

/** The likeliest language of a country, as CLDR has it. */
function countryLanguage(country: string): Language {
  return languageOf(new Intl.Locale('und', { region: country }).maximize().language) ?? FALLBACK_LANGUAGE;
}

function refuseBadRedirect(redirectUrl: string | undefined): void {
  if (redirectUrl === undefined) return;
  const url = URL.parse(redirectUrl);
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw fieldProblem('redirectUrl', 'must be an https address without user information', redirectUrl);
  }
}
