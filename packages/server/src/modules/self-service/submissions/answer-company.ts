import type { Database } from '../../../platform/db/database.ts';
import { type CompanyAnswer, upsertCompanyAnswer } from './draft-repository.ts';
import type { LinkVisitor } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';

/** Keeps what the buyer says of the company data in his draft. False: the link ended meanwhile, nothing was kept. */
export async function answerCompany(
  db: Database,
  { link, actor }: LinkVisitor,
  answer: CompanyAnswer,
): Promise<boolean> {
  return (await commitWrite(db, { effect: upsertCompanyAnswer(link, answer), actor })) === 'committed';
}
