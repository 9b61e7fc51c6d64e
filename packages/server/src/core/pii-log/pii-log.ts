import sql, { type Sql } from 'sql-template-tag';
import { newId } from '../../platform/ids.ts';

/** Who reads personal data, and why. */
export interface PiiReader {
  readonly organizationId: string;
  readonly clientId: string;
  readonly requestId: string;
  /** In the reader's own words. */
  readonly purpose?: string | undefined;
}

/** On the command line: he reads for no organization. */
export interface OperatorReader extends Omit<PiiReader, 'organizationId'> {
  readonly organizationId: null;
}

/** There is no request, so its id names this one reading. */
export function operatorReader(purpose: string | undefined): OperatorReader {
  return { organizationId: null, clientId: 'OPERATOR', requestId: newId(), purpose };
}

/** What is read, by rows of the statement that reads it: ids are expressions over such a row. */
export interface PiiReadings {
  /** Such as `KYC_FILE`. */
  readonly subjectKind: string;
  readonly subjectId: Sql;
  readonly sellerId: Sql;
  /** Default: it is about somebody who is no buyer. */
  readonly buyerId?: Sql;
  /** What stands behind the `from`: a CTE, and which of its rows. */
  readonly from: Sql;
}

const NOBODY: Sql = sql`null::uuid`;

/** An insert, to stand in a CTE, of one reading for each row. They are kept 6 years (contract 4). */
export function insertPiiReadings(
  { organizationId, clientId, requestId, purpose }: PiiReader | OperatorReader,
  { subjectKind, subjectId, sellerId, buyerId = NOBODY, from }: PiiReadings,
): Sql {
  return sql`insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose, request_id)
      select ${organizationId}::uuid, ${clientId}, ${sellerId}, ${buyerId}, ${subjectKind}, ${subjectId}, ${purpose}::text,
        ${requestId}::uuid from ${from}`;
}
