import sql, { join, type Sql } from 'sql-template-tag';
import { changedMembers, type Decision } from '../../../core/api/index.ts';
import type { AuditEntry } from '../../../core/audit/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import { type BuyerRow, etagOf, lockBuyer, presentBuyer, updateBuyer } from '../../parties/buyers/index.ts';
import { contactsOf, keepFurtherContact, keptFacts } from '../../parties/contacts/index.ts';
import type { Converting } from './become-buyer.ts';
import { handOver } from './converting.ts';
import type { ProspectDeps } from './deps.ts';
import { markConverted } from './prospect-repository.ts';

export interface Attaching extends Converting {
  /** Who has its VAT number. */
  readonly known: BuyerRow;
  /** Whether he takes what the prospect says of the company. */
  readonly isTaken: boolean;
}

/** The prospect's contact and documents go to a buyer who is there already, while he stands as he was read. */
export async function attachProspect(
  deps: Pick<ProspectDeps, 'db' | 'keyring'>,
  attaching: Attaching,
): Promise<Decision> {
  const { prospect, known, isTaken } = attaching;
  const { seller_id: sellerId, id: prospectUuid, now } = prospect;
  const buyer = isTaken ? taken(attaching) : known;
  const conversion = { buyerId: known.id, decidedAt: now };
  return {
    answer: { status: 200, body: presentBuyer(buyer), headers: { etag: etagOf(buyer) } },
    effect: (guard: Sql) =>
      join([
        // Before the prospect, as an erasure of the buyer has it.
        sql`owner as materialized (${lockBuyer({ sellerId, buyerId: known.id }, sql`status = 'ACTIVE' and version = ${known.version}::int and ${guard}`)})`,
        markConverted({ sellerId, prospectUuid }, conversion, sql`exists (select from owner)`),
        isTaken ? updateBuyer(buyer)(sql`exists (select from converted)`) : standing,
        ...handOver(prospect, conversion),
      ]),
    also: await furtherContact(deps, attaching),
    audit: linesOf(attaching, buyer),
  };
}

/** A CTE: the buyer as he is. */
const standing: Sql = sql`effect as (select owner.id, owner.seller_id from owner where exists (select from converted))`;

/** The VAT number is the same, in whatever spelling it is kept. */
function taken({ known, company, prospect }: Attaching): BuyerRow {
  return {
    ...known,
    company_name: company.companyName,
    street: company.address.street,
    post_code: company.address.postCode,
    city: company.address.city,
    country: company.address.country,
    kyc_mode: company.kycMode,
    version: known.version + 1,
    updated_at: prospect.now,
  };
}

/** Unless the buyer has one with this address. */
async function furtherContact(
  deps: Pick<ProspectDeps, 'db' | 'keyring'>,
  { known, contact, prospect }: Attaching,
): Promise<Companion[]> {
  const kept = keptFacts(contact);
  const contacts = await contactsOf(deps, { sellerId: known.seller_id, buyerId: known.id });
  const isKnown = contacts.some(({ email }) => email.toLowerCase() === kept.email.toLowerCase());
  return isKnown ? [] : [keepFurtherContact(deps, contact, prospect.now)];
}

function linesOf({ prospect, known, isTaken }: Attaching, buyer: BuyerRow): AuditEntry[] {
  const sellerId = known.seller_id;
  const fields = changedMembers(presentBuyer(known), presentBuyer(buyer));
  return [
    { action: 'prospect.convert', sellerId, subjectId: prospect.id, details: { buyerId: known.id } },
    ...(isTaken
      ? [{ action: 'buyer.patch', sellerId, subjectId: known.id, details: { fields, version: buyer.version } }]
      : []),
  ];
}
