import { MilestoneAlreadySet } from '../../../core/api/index.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { CompanyWish } from '../../parties/buyers/index.ts';
import type { ContactInput } from '../../parties/contacts/index.ts';
import type { Prospect } from './schemas.ts';
import type { ProspectPerson } from './sealed-person.ts';
import type { ProspectType } from '../invitations/index.ts';

/** What somebody has sent on a link, without who he is. */
export interface ProspectRow {
  id: string;
  seller_id: string;
  invitation_id: string;
  status: 'SUBMITTED' | 'CONVERTED' | 'DECLINED';
  type: ProspectType;
  company_name: string | null;
  vat_number: string | null;
  street: string | null;
  post_code: string | null;
  city: string | null;
  country: string | null;
  submission_id: string;
  submitted_at: Date;
  decided_at: Date | null;
  buyer_id: string | null;
  decline_reason: string | null;
  vies_result: 'VALID' | 'INVALID' | 'UNKNOWN' | null;
  vies_checked_at: Date | null;
}

/** `person`: who may be shown. Without him the answer says nothing of people. */
export function presentProspect(row: ProspectRow, person?: ProspectPerson): Prospect {
  const address = row.type === 'COMPANY' ? addressOf(row) : person?.address;
  return {
    uuid: row.id,
    type: row.type,
    status: row.status,
    invitationUuid: row.invitation_id,
    ...(row.company_name !== null && { companyName: row.company_name }),
    ...(row.vat_number !== null && { vatNumber: row.vat_number }),
    ...(address && { address }),
    ...(person && { contact: contactOf(person) }),
    submittedAt: row.submitted_at.toISOString(),
    ...(row.decided_at !== null && { decidedAt: row.decided_at.toISOString() }),
    ...(row.buyer_id !== null && { buyerId: row.buyer_id }),
    ...(row.decline_reason !== null && { declineReason: row.decline_reason }),
  };
}

/** What VIES says of a company's number: advice for whoever decides, of one prospect alone. */
export function presentAdvice({ vies_result: result, vies_checked_at: at }: ProspectRow): Partial<Prospect> {
  return {
    ...(result !== null && { viesResult: result }),
    ...(at !== null && { viesCheckedAt: at.toISOString() }),
  };
}

/** A draft may lack names; what was sent has them. */
export function contactOf({ firstName = '', lastName = '', email, phone }: ProspectPerson): ContactInput {
  return { firstName, lastName, email, ...(phone !== undefined && { phone }) };
}

function addressOf({ street, post_code: postCode, city, country }: ProspectRow): Prospect['address'] {
  if (street === null || postCode === null || city === null || country === null) return undefined;
  return { street, postCode, city, country };
}

/** What a company says of itself, as a buyer; undefined of a CONSUMER. */
export function companyOf(row: ProspectRow, kycMode: CompanyWish['kycMode']): CompanyWish | undefined {
  const { company_name: companyName, vat_number: vatNumber } = row;
  const address = addressOf(row);
  if (companyName === null || vatNumber === null || !address) return undefined;
  return { kycMode, vatNumber, companyName, address: address as CompanyWish['address'] };
}

export function prospectNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such prospect.');
}

/** @throws ProblemError 409 with the prospect as it stands, where somebody has decided */
export function refuseDecided(row: ProspectRow): void {
  if (row.status === 'SUBMITTED') return;
  throw new ProblemError(MilestoneAlreadySet, `The prospect is ${row.status}.`, {
    currentResource: presentProspect(row),
  });
}
