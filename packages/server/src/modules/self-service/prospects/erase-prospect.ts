import sql, { join, type Sql } from 'sql-template-tag';
import type { Call, Decision } from '../../../core/api/index.ts';
import { cancelMails } from '../../delivery/mail/index.ts';
import { dropFiles } from '../../files/index.ts';
import { KYC_FILE } from '../../kyc/documents/index.ts';
import { lockPlaces } from '../invitations/index.ts';
import type { ProspectDeps } from './deps.ts';
import { prospectNotFound } from './prospect.ts';
import { findProspect } from './prospect-repository.ts';
import { prospectForgetJob } from './forget-prospect.ts';
import type { EraseProspectBody, ProspectPath } from './schemas.ts';
import { wipePlaces } from './wipe-places.ts';

/** All of it goes, in whatever state it is; the buyer that it has become stays. Nothing is left to answer a second time (contract 3.7). */
export async function eraseProspect(
  { db }: Pick<ProspectDeps, 'db'>,
  { params, body }: Call<{ params: ProspectPath; body: EraseProspectBody }>,
): Promise<Decision> {
  const row = await findProspect(db, params);
  if (!row) throw prospectNotFound();
  const { sellerId, prospectUuid } = params;
  const place = sql`select id, seller_id from prospects where seller_id = ${sellerId}::uuid and id = ${prospectUuid}::uuid`;
  return {
    answer: { status: 200, body: { erasedAt: row.now.toISOString() } },
    effect: (guard: Sql) => join([lockPlaces(sql`${place} and ${guard}`), wipePlaces(sql`p.status <> 'DRAFT'`)]),
    also: [dropFiles(KYC_FILE, sql`select id from files_gone`), cancelMails('prospect', prospectUuid)],
    audit: [{ action: 'prospect.erase', sellerId, subjectId: prospectUuid, details: { reason: body.reason } }],
    jobs: [prospectForgetJob(prospectUuid)],
  };
}
