import sql, { type Sql } from 'sql-template-tag';

/** Who reads personal data, and why. */
export interface PiiReader {
  readonly organizationId: string;
  readonly clientId: string;
  readonly requestId: string;
  /** In the reader's own words. */
  readonly purpose?: string | undefined;
}

/** What is read, by rows of the statement that reads it: ids are expressions over such a row. */
export interface PiiReadings {
  /** Such as `KYC_FILE`. */
  readonly subjectKind: string;
  readonly subjectId: Sql;
  readonly sellerId: Sql;
  readonly buyerId: Sql;
  /** What stands behind the `from`: a CTE, and which of its rows. */
  readonly from: Sql;
}

/** An insert, to stand in a CTE, of one reading for each row. They are kept 6 years (contract 4). */
export function insertPiiReadings(
  { organizationId, clientId, requestId, purpose }: PiiReader,
  { subjectKind, subjectId, sellerId, buyerId, from }: PiiReadings,
): Sql {
  return sql`insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
      select ${organizationId}::uuid, ${clientId}, ${sellerId}, ${buyerId}, ${subjectKind}, ${subjectId}, ${purpose}::text,
        ${requestId}::uuid from ${from}`;
}
