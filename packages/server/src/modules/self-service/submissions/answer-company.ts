import type { Database } from '../../../platform/db/database.ts';
import { type CompanyAnswer, upsertCompanyAnswer } from './draft-repository.ts';
import type { StandingLink } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/** Keeps what the buyer says of the company data in his draft. False: the link ended meanwhile, nothing was kept. */
export async function answerCompany(
  db: Database,
  link: StandingLink,
  answer: CompanyAnswer,
  actor: AuditActor,
): Promise<boolean> {
  return (await commitWrite(db, { effect: upsertCompanyAnswer(link, answer), actor })) === 'committed';
}
