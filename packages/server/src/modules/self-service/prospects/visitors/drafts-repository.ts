import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../../core/write/index.ts';
import type { Database } from '../../../../platform/db/database.ts';
import type { Language } from '../../../texts/index.ts';
import { lockStanding, type ProspectType, type StandingLink } from '../../invitations/index.ts';

interface NewDraft {
  /** Of the place, which `effect` makes. */
  readonly id: string;
  readonly sellerId: string;
  readonly language: Language;
  readonly sealed: Buffer;
}

export function draftProspect({ id, sellerId, language, sealed }: NewDraft): Companion {
  return {
    statement: sql`insert into prospects (id, seller_id, invitation_id, language, sealed_person)
      select ${id}::uuid, ${sellerId}::uuid, effect.invitation_id, ${language}, ${sealed}::bytea from effect`,
  };
}

export async function findSubmissionId(db: Database, sellerId: string, id: string): Promise<string | undefined> {
  const row = await db.findFirst<{ submission_id: string | null }>(
    sql`select submission_id from prospects where seller_id = ${sellerId}::uuid and id = ${id}::uuid`,
  );
  return row?.submission_id ?? undefined;
}

export interface CompanyDetails {
  readonly companyName: string;
  readonly vatNumber: string;
  readonly street: string;
  readonly postCode: string;
  readonly city: string;
  readonly country: string;
}

export interface KeptDetails {
  readonly type: ProspectType;
  readonly sealed: Buffer;
  readonly language: Language;
  /** Of a COMPANY. */
  readonly company: CompanyDetails | undefined;
}

/** Who the visitor is, by his own words, while he may work on it. */
export function updateDraft(link: StandingLink, details: KeptDetails): (guard: Sql) => Sql {
  const { type, sealed, language, company } = details;
  return (guard) => sql`${lockStanding(link)},
    effect as (update prospects p set type = ${type}, sealed_person = ${sealed}::bytea, language = ${language},
        company_name = ${company?.companyName}::text, vat_number = ${company?.vatNumber}::text, street = ${company?.street}::text,
        post_code = ${company?.postCode}::text, city = ${company?.city}::text, country = ${company?.country}::text
      from standing where p.id = standing.id and p.seller_id = standing.seller_id and p.status = 'DRAFT' and ${guard}
      returning p.id)`;
}

export interface SubmittedFacts {
  readonly submissionId: string;
  readonly privacyNoticeVersion: string;
  readonly submittedAt: Date;
  readonly language: Language;
}

/** With the effect that used the place. */
export function markSubmitted(sellerId: string, facts: SubmittedFacts): Companion {
  return {
    statement: sql`update prospects p set status = 'SUBMITTED', submission_id = ${facts.submissionId}::uuid,
        privacy_notice_version = ${facts.privacyNoticeVersion}, submitted_at = ${facts.submittedAt}::timestamptz, language = ${facts.language},
        list_position = next_list_position()
      from effect where p.id = effect.id and p.seller_id = ${sellerId}::uuid and p.status = 'DRAFT'`,
  };
}
