import sql, { join, type Sql } from 'sql-template-tag';
import type { Decision } from '../../../core/api/index.ts';
import { type CompanyWish, etagOf, insertBuyer, newBuyer, presentBuyer } from '../../parties/buyers/index.ts';
import { type ContactInput, keepContacts } from '../../parties/contacts/index.ts';
import { handOver } from './converting.ts';
import type { ProspectDeps } from './deps.ts';
import { markConverted, type ReadProspect } from './prospect-repository.ts';

export interface Converting {
  readonly prospect: ReadProspect;
  readonly company: CompanyWish;
  readonly contact: ContactInput;
}

/** A buyer of his own, as an upsert makes one, with the prospect's contact and documents. */
export function becomeBuyer(deps: Pick<ProspectDeps, 'keyring'>, { prospect, company, contact }: Converting): Decision {
  const { seller_id: sellerId, id: prospectUuid, now } = prospect;
  const buyer = newBuyer(sellerId, company, now);
  const conversion = { buyerId: buyer.id, decidedAt: now };
  return {
    answer: {
      status: 201,
      body: presentBuyer(buyer),
      headers: { etag: etagOf(buyer), location: `/v1/partners/${sellerId}/buyers/${buyer.id}` },
    },
    effect: (guard: Sql) =>
      join([
        markConverted({ sellerId, prospectUuid }, conversion, guard),
        insertBuyer(buyer)(sql`exists (select from converted) and ${guard}`),
        ...handOver(prospect, conversion),
      ]),
    also: keepContacts(deps, [contact], now),
    audit: [
      { action: 'prospect.convert', sellerId, subjectId: prospectUuid, details: { buyerId: buyer.id } },
      { action: 'buyer.upsert', sellerId, subjectId: buyer.id },
    ],
  };
}
