import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { CompanyCorrection } from './company-correction.ts';

export interface SubmissionReading extends PiiReader {
  readonly sellerId: string;
  readonly buyerId?: string;
  readonly invitationId: string;
}

export interface SubmissionRow {
  id: string;
  seller_id: string;
  buyer_id: string;
  company_confirmed: boolean;
  company_remark: string | null;
  company_corrections: CompanyCorrection[] | null;
  privacy_notice_version: string;
  submitted_at: Date;
}

/** What was sent by an invitation; in the same statement the reading is written down: the words are a person's. */
export function findSubmissionToRead(db: Database, reading: SubmissionReading): Promise<SubmissionRow | undefined> {
  const { sellerId, buyerId, invitationId } = reading;
  const read = {
    subjectKind: 'KYC_SUBMISSION',
    subjectId: sql`id`,
    sellerId: sql`seller_id`,
    buyerId: sql`buyer_id`,
    from: sql`found`,
  };
  return db.writeFirst(sql`with found as (
      select k.id, k.seller_id, k.buyer_id, k.company_confirmed, k.company_remark, k.company_corrections, k.privacy_notice_version, k.submitted_at
      from kyc_submissions k where k.seller_id = ${sellerId}::uuid
        ${buyerId === undefined ? empty : sql`and k.buyer_id = ${buyerId}::uuid`} and k.invitation_id = ${invitationId}::uuid),
    logged as (${insertPiiReadings(reading, read)})
    select id, seller_id, buyer_id, company_confirmed, company_remark, company_corrections, privacy_notice_version, submitted_at from found`);
}

/** An expression: the id of the invitation by which a submission came. `submission` is an expression of its id. */
export function invitationOfSubmission(sellerId: string, submission: Sql): Sql {
  return sql`(select k.invitation_id from kyc_submissions k where k.seller_id = ${sellerId}::uuid and k.id = ${submission})`;
}

/** Nobody's reading is written down. */
export function findSubmission(
  db: Database,
  { sellerId, invitationId }: Pick<SubmissionReading, 'sellerId' | 'invitationId'>,
): Promise<SubmissionRow | undefined> {
  return db.findFirst(sql`select k.id, k.seller_id, k.buyer_id, k.company_confirmed, k.company_remark, k.company_corrections,
      k.privacy_notice_version, k.submitted_at
    from kyc_submissions k where k.seller_id = ${sellerId}::uuid and k.invitation_id = ${invitationId}::uuid`);
}

export interface DraftRow {
  company_confirmed: boolean | null;
  company_remark: string | null;
  company_corrections: CompanyCorrection[] | null;
  updated_at: Date;
}

export function findDraft(db: Database, invitationId: string): Promise<DraftRow | undefined> {
  return db.findFirst(sql`select d.company_confirmed, d.company_remark, d.company_corrections, d.updated_at
    from kyc_drafts d where d.invitation_id = ${invitationId}::uuid`);
}
