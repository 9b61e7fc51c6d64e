import { keptMailAddress } from '../../../platform/mail-address.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Invitation } from './schemas.ts';
import type { ActionDeclaration, AuditEntry } from '../../../core/audit/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { LinkClaim, Links } from '../links/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { InvitationNotActive } from './problems.ts';
import { BuyerBlocked } from '../../parties/buyers/index.ts';

export interface InvitationDeps {
  readonly db: Database;
  readonly links: Links;
  readonly keyring: Keyring;
  /** What a complete KYC file holds; entries such as `CONTACT_*` name a family. */
  readonly completeDocuments: readonly string[];
  /** All words of the audit trail. */
  readonly actions: ReadonlyMap<string, ActionDeclaration>;
}

export type InvitationStatus = Invitation['status'];

/** A row as read: `status` is the one by the clock (contract 3.2), `now` the database's instant of reading. */
export interface InvitationRow {
  id: string;
  seller_id: string;
  buyer_id: string | null;
  kind: 'KYC' | 'PROSPECT';
  status: InvitationStatus;
  recipient_email: string | null;
  label: string | null;
  locale: string;
  message: string | null;
  requested_documents: string[];
  redirect_url: string | null;
  reminders: boolean;
  link_kid: number;
  link_version: number;
  usage_count: number;
  last_mail_at: Date | null;
  created_at: Date;
  expires_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
  revocation_reason: string | null;
  now: Date;
}

/** The address as it is kept; what cannot be one is left as it is, and finds nothing. */
export function keptRecipient(text: string): string {
  return keptMailAddress(text) ?? text;
}

/** What its link says. */
export function linkOf(
  row: Pick<InvitationRow, 'id' | 'seller_id' | 'link_version' | 'link_kid'>,
): Required<LinkClaim> {
  return { invitationId: row.id, sellerId: row.seller_id, linkVersion: row.link_version, linkKid: row.link_kid };
}

export function presentInvitation(row: InvitationRow, links: Links): Invitation {
  return {
    uuid: row.id,
    kind: row.kind,
    status: row.status,
    publicLinkUrl: links.urlOf(linkOf(row)),
    createdAt: row.created_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
    ...(row.recipient_email !== null && { recipientEmail: row.recipient_email }),
    ...(row.label !== null && { label: row.label }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at.toISOString() }),
    usageCount: row.usage_count,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at.toISOString() }),
    ...(row.revocation_reason !== null && { revocationReason: row.revocation_reason }),
  };
}

/** Of its lines in the trail. */
export function aboutInvitation(
  row: Pick<InvitationRow, 'id' | 'seller_id'>,
): Required<Pick<AuditEntry, 'sellerId' | 'subjectId' | 'invitationId'>> {
  return { sellerId: row.seller_id, subjectId: row.id, invitationId: row.id };
}

export function invitationNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such invitation.');
}

/** 409 with the invitation as it stands. */
export function invitationNotActive(row: InvitationRow, links: Links): ProblemError {
  const detail = `The invitation is ${row.status}.`;
  return new ProblemError(InvitationNotActive, detail, { currentResource: presentInvitation(row, links) });
}

export function buyerBlocked(): ProblemError {
  return new ProblemError(BuyerBlocked, 'The buyer is blocked.');
}
