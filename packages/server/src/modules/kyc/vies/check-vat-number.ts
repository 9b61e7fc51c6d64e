import { randomInt } from 'node:crypto';
import { commitWrite, type Companion, type Write } from '../../../core/write/index.ts';
import { instantOf } from '../../../platform/clock.ts';
import { isUuid } from '../../../platform/ids.ts';
import type { TaskHandler } from '../../../platform/jobs/index.ts';
import { breakersAfter, createTurns } from './asking.ts';
import { findOpenBreaker } from './breakers.ts';
import { checkJob } from './check-job.ts';
import type { ViesDeps } from './deps.ts';
import { type CheckEnd, writeCheckEnd } from './end-check.ts';
import { noteDue } from './first-checks.ts';
import { type ViesNumber, viesNumberOf } from './member-state.ts';
import type { ViesOutcome } from './read-answer.ts';
import {
  beginCheck,
  findOpenCheck,
  findSealedCompany,
  type OpenCheck,
  requeueCheck,
  standingCheck,
} from './repository.ts';
import { openCompany } from './sealed-company.ts';
import type { ViesClient } from './vies-client.ts';
import type { OwnError } from './vies-result.ts';

type Unanswered = Exclude<ViesOutcome, { kind: 'answered' }>;

interface Asking {
  readonly check: OpenCheck;
  readonly asked: ViesNumber;
  readonly client: ViesClient;
}

const SYSTEM = { kind: 'SYSTEM' } as const;
const FIRST_PAUSE_MS = 30_000;
const LONGEST_PAUSE_MS = 6 * 3_600_000;
/** While somebody else asks about the same member state. */
const TURN_PAUSE_MS = 5_000;
const SHORTEST_PAUSE_MS = 1_000;

/**
 * The job `vies.check`: asks VIES about a number (decision 0047). One call at a time for each member state, in all processes. What VIES
 * cannot say now is asked again for a day with growing pauses, by a job of its own; then the check ends UNKNOWN. A job that dies anywhere
 * is run again: the question may be asked twice, the answer is written once.
 */
export function createCheckVatNumber(deps: ViesDeps): TaskHandler {
  const inTurn = createTurns(deps);

  return async (payload) => {
    const check = await findOpenCheck(deps.db, checkIdOf(payload));
    if (!check) return;
    const asked = viesNumberOf(check.vat_number);
    if (!check.is_current) return endUnasked(deps, check, 'NUMBER_CHANGED');
    if (!asked) return endUnasked(deps, check, 'NOT_A_MEMBER_STATE');
    if (!deps.vies) return endUnasked(deps, check, 'NOT_CONFIGURED');
    if (check.answer?.is_fresh) return writeCheckEnd(deps, check.id, await sameAgain(deps, check, check.answer));
    const breaker = await findOpenBreaker(deps.db, asked.memberState);
    if (breaker) return waitOrGiveUp(deps, check, { error: breaker.reason, pauseMs: breaker.wait_ms });
    const asking = { check, asked, client: deps.vies };
    if (!(await inTurn(asked, (lost) => ask(deps, asking, lost)))) await waitForTurn(deps, check);
  };
}

/** The next number of the buyer is checked by itself. */
function endUnasked(deps: ViesDeps, check: OpenCheck, error: OwnError): Promise<void> {
  const also = error === 'NUMBER_CHANGED' ? [noteDue({ sellerId: check.seller_id, buyerId: check.buyer_id })] : [];
  return writeCheckEnd(deps, check.id, { result: 'UNKNOWN', error, checkedAt: check.now, also });
}

/** The answer of a moment ago, with the instant of its call. */
async function sameAgain(
  { db, keyring }: ViesDeps,
  { seller_id }: OpenCheck,
  answer: NonNullable<OpenCheck['answer']>,
): Promise<CheckEnd> {
  const { id, result, checked_at, request_identifier } = answer;
  const sealed = await findSealedCompany(db, { id, seller_id });
  return {
    result,
    checkedAt: instantOf(checked_at),
    ...(request_identifier !== null && { requestIdentifier: request_identifier }),
    company: openCompany(keyring, id, sealed),
  };
}

async function ask(deps: ViesDeps, { check, asked, client }: Asking, lost: AbortSignal): Promise<void> {
  const checkedAt = await beginCheck(deps.db, check);
  if (!checkedAt) return;
  const outcome = await client.check(asked, lost);
  deps.viesMetrics.count(outcome);
  if (outcome.kind !== 'answered') return notAnswered(deps, { check, asked, outcome });
  const { result, requestIdentifier, company } = outcome;
  await writeCheckEnd(deps, check.id, {
    result,
    checkedAt,
    company,
    ...(requestIdentifier !== undefined && { requestIdentifier }),
    also: breakersAfter(outcome, asked),
  });
}

async function notAnswered(
  deps: ViesDeps,
  { check, asked, outcome }: Omit<Asking, 'client'> & { readonly outcome: Unanswered },
): Promise<void> {
  const { error } = outcome;
  const about = { error, checkId: check.id, memberState: asked.memberState };
  if (outcome.kind === 'ours') {
    deps.log.error(about, 'VIES refuses what we ask');
    const also = breakersAfter(outcome, asked);
    return writeCheckEnd(deps, check.id, { result: 'UNKNOWN', error, checkedAt: check.now, also });
  }
  if (outcome.kind === 'blocked') deps.log.error(about, 'VIES has blocked us');
  else deps.log.warn(about, 'VIES has no answer now');
  const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** check.tries);
  await waitOrGiveUp(
    deps,
    { ...check, tries: check.tries + 1 },
    { error, pauseMs, also: breakersAfter(outcome, asked) },
  );
}

interface Wait {
  readonly error: string;
  readonly pauseMs: number;
  readonly also?: readonly Companion[];
}

async function waitOrGiveUp(deps: ViesDeps, check: OpenCheck, { error, pauseMs, also = [] }: Wait): Promise<void> {
  if (check.is_over) return writeCheckEnd(deps, check.id, { result: 'UNKNOWN', error, checkedAt: check.now, also });
  await again(deps, { effect: requeueCheck({ ...check, error }), also, jobs: [checkJob(check.id, spread(pauseMs))] });
}

/** Whoever is at it now may be at this very check, which stays as it is. */
function waitForTurn(deps: ViesDeps, check: OpenCheck): Promise<void> {
  return again(deps, { effect: standingCheck(check), jobs: [checkJob(check.id, spread(TURN_PAUSE_MS))] });
}

async function again({ db }: ViesDeps, write: Omit<Write, 'actor'>): Promise<void> {
  await commitWrite(db, { actor: SYSTEM, ...write });
}

/** Up to half as long again: those that have failed together do not come back together. */
function spread(pauseMs: number): number {
  const atLeastMs = Math.max(SHORTEST_PAUSE_MS, Math.round(pauseMs));
  return atLeastMs + randomInt(Math.ceil(atLeastMs / 2));
}

function checkIdOf(payload: unknown): string {
  const id = typeof payload === 'object' && payload !== null && 'checkId' in payload ? payload.checkId : undefined;
  if (typeof id !== 'string' || !isUuid(id)) throw new Error('the job names no check');
  return id;
}
