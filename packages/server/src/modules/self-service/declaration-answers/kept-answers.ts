import type { SealingDeps } from '../../../core/sealing/index.ts';
import type { Companion } from '../../../core/write/index.ts';
import { type AnswersReading, findAnswersToRead, insertAnswers, selectAnswers } from './repository.ts';
import type { DeclarationAnswers } from './schemas.ts';
import { openAnswers, sealAnswers } from './sealed-answers.ts';

/** To be committed with the paper's file, and to go with it. */
export function keepAnswers(
  { keyring }: Pick<SealingDeps, 'keyring'>,
  fileId: string,
  answers: DeclarationAnswers,
): Companion {
  return insertAnswers(fileId, sealAnswers(keyring, fileId, answers));
}

/** What the file of a buyer's paper says; whoever calls it has found the file with the buyer. The reading is written to the log of them. */
export async function findDeclarationToRead(
  { db, keyring }: SealingDeps,
  reading: AnswersReading,
): Promise<DeclarationAnswers | undefined> {
  const found = await findAnswersToRead(db, reading);
  return found && openAnswers(keyring, reading.fileId, found.sealed);
}

/** By the files of the papers. Whoever calls it writes down that they are read. */
export async function declarationsOf(
  { db, keyring }: SealingDeps,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, DeclarationAnswers>> {
  const rows = await selectAnswers(db, fileIds);
  return new Map(rows.map((row) => [row.file_id, openAnswers(keyring, row.file_id, row.sealed)]));
}
