import sql, { type Sql } from 'sql-template-tag';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

/** With the paper's file, whose row is the write's `effect`. */
export function insertAnswers(fileId: string, sealed: Buffer): Companion {
  return {
    statement: sql`insert into declaration_answers (file_id, sealed)
      select effect.id, ${sealed}::bytea from effect where effect.id = ${fileId}::uuid`,
  };
}

/** A CTE: what was declared goes, though the papers stay. `files`: a CTE with their ids. */
export function eraseAnswers(files: Sql): Sql {
  return sql`answers_gone as (delete from declaration_answers a using ${files} where a.file_id = ${files}.id)`;
}

export interface AnswersReading extends BuyerPath, PiiReader {
  readonly fileId: string;
}

/** In the same statement the reading is written down (contract 4). */
export function findAnswersToRead(db: Database, reading: AnswersReading): Promise<{ sealed: Buffer } | undefined> {
  const logged = insertPiiReadings(reading, {
    subjectKind: 'KYC_DECLARATION',
    subjectId: sql`file_id`,
    sellerId: sql`${reading.sellerId}::uuid`,
    buyerId: sql`${reading.buyerId}::uuid`,
    from: sql`found`,
  });
  return db.writeFirst(sql`with found as (
      select a.file_id, a.sealed from declaration_answers a where a.file_id = ${reading.fileId}::uuid),
    logged as (${logged})
    select sealed from found`);
}

/** Nobody's reading is written down. */
export function selectAnswers(
  db: Database,
  fileIds: readonly string[],
): Promise<{ file_id: string; sealed: Buffer }[]> {
  return db.read(sql`select file_id, sealed from declaration_answers where file_id = any(${[...fileIds]}::uuid[])`);
}
