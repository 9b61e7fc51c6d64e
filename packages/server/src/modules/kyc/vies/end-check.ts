import { factOf, type EventFact } from '../../../core/events/index.ts';
import { type Companion, commitWrite } from '../../../core/write/index.ts';
import type { ViesDeps } from './deps.ts';
import { ViesCheckFailed } from './events.ts';
import { endCheck, type EndedCheck, findOpenCheck, type OpenCheck } from './repository.ts';
import { sealCompany } from './sealed-company.ts';
import type { ViesCompany } from './vies-result.ts';

export interface CheckEnd extends EndedCheck {
  readonly company?: ViesCompany;
  readonly also?: readonly Companion[];
}

const SYSTEM = { kind: 'SYSTEM' } as const;
/** Nobody but a change of the buyer's number makes it stale. */
const MAX_DECISIONS = 8;

/**
 * Writes down what a check came to: the result, the line of the trail, and the event where an INVALID is news, in one commit. Does nothing
 * where another job has ended it. What became of the buyer meanwhile counts: a result for another number than his is history only.
 */
export async function writeCheckEnd(deps: ViesDeps, checkId: string, end: CheckEnd): Promise<void> {
  const sealedCompany = sealCompany(deps.keyring, checkId, end.company ?? {});
  for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
    const check = await findOpenCheck(deps.db, checkId);
    if (!check) return;
    const outcome = await commitWrite(deps.db, {
      actor: SYSTEM,
      effect: endCheck(check, end, sealedCompany),
      also: end.also ?? [],
      events: eventsOf(check, end),
      audit: [
        {
          action: 'vies.check',
          sellerId: check.seller_id,
          subjectId: check.buyer_id,
          details: { checkId, cause: check.cause, result: end.result, ...(end.error && { error: end.error }) },
        },
      ],
    });
    if (outcome === 'committed') return;
  }
  throw new Error('the check is changing too quickly');
}

/** Once for a change to INVALID (contract 6). */
function eventsOf(check: OpenCheck, { result, checkedAt }: CheckEnd): EventFact[] {
  const previousResult = check.answer?.result ?? 'PENDING';
  if (!check.is_current || result !== 'INVALID' || previousResult === 'INVALID') return [];
  const data = {
    buyerUuid: check.buyer_id,
    vatNumber: check.vat_number,
    previousResult,
    currentResult: result,
    checkedAt: checkedAt.toISOString(),
    reason: 'VIES does not know this VAT number as valid.',
  } as const;
  return [factOf(ViesCheckFailed, { source: 'SYSTEM', sellerId: check.seller_id, data })];
}
