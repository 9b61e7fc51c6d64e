import sql from 'sql-template-tag';
import { commitWrite, type JobRequest } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { TaskHandler } from '../../../platform/jobs/index.ts';
import { createAskAboutNumber, type ViesDeps } from '../../kyc/vies/index.ts';
import { prospectIdOf } from './forget-prospect.ts';

export const CHECK_VAT = 'prospects.checkVat';

const FIRST_PAUSE_MINUTES = 1;
const LONGEST_PAUSE_MINUTES = 120;
const MINUTE_MS = 60_000;

/** Asks VIES about the number of a company that has sent its details: as advice, which decides nothing (contract 3.7). */
export function viesAdviceJob(prospectId: string, delayMs?: number): JobRequest {
  return { task: CHECK_VAT, payload: { prospectId }, ...(delayMs !== undefined && { delayMs }) };
}

/** For a day, with growing pauses; then nothing is known. A job that dies anywhere is run again. */
export function createCheckVat(deps: ViesDeps): TaskHandler {
  const askAboutNumber = createAskAboutNumber(deps);
  return async (payload) => {
    const open = await findUnadvised(deps.db, prospectIdOf(payload));
    if (!open) return;
    const answer = await askAboutNumber(open.vat_number);
    if (answer.kind === 'answered') return keepAdvice(deps.db, open, answer.result);
    // Where nobody is asked, nothing is said of it either.
    if (answer.kind === 'never') return;
    if (open.is_over) return keepAdvice(deps.db, open, 'UNKNOWN');
    const pauseMinutes = Math.min(LONGEST_PAUSE_MINUTES, Math.max(FIRST_PAUSE_MINUTES, open.minutes_since));
    await commitWrite(deps.db, { actor: { kind: 'SYSTEM' }, jobs: [viesAdviceJob(open.id, pauseMinutes * MINUTE_MS)] });
  };
}

interface Unadvised {
  id: string;
  seller_id: string;
  vat_number: string;
  /** Asked for a day. */
  is_over: boolean;
  minutes_since: number;
}

function findUnadvised(db: Database, prospectId: string): Promise<Unadvised | undefined> {
  return db.readFirst(sql`select /* by id alone: the job names it */ id, seller_id, vat_number, submitted_at < now() - interval '1 day' as is_over,
      floor(extract(epoch from now() - submitted_at) / 60)::int as minutes_since
    from prospects where id = ${prospectId}::uuid and status = 'SUBMITTED' and vat_number is not null and vies_result is null`);
}

async function keepAdvice(
  db: Database,
  { id, seller_id: sellerId }: Unadvised,
  result: 'VALID' | 'INVALID' | 'UNKNOWN',
): Promise<void> {
  await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: (
      guard,
    ) => sql`effect as (update prospects p set vies_result = ${result}, vies_checked_at = date_trunc('milliseconds', now())
      where p.id = ${id}::uuid and p.seller_id = ${sellerId}::uuid and p.status = 'SUBMITTED' and p.vies_result is null and ${guard} returning p.id)`,
    audit: [{ action: 'prospect.advise', sellerId, subjectId: id, details: { result } }],
  });
}
