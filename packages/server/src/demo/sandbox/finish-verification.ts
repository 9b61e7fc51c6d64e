import type { FastifyInstance } from 'fastify';
import { createSandbox, findScanRef } from '../../modules/kyc/verification/index.ts';
import type { Database } from '../../platform/db/database.ts';
import { isUuid } from '../../platform/ids.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { fieldProblem } from '../../platform/problems/field-problem.ts';
import { NotFound } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { callbackOf, tellCallback } from '../verification-sandbox/index.ts';
import { StepRefused } from './problems.ts';

const OUTCOMES = { VERIFIED: 'APPROVED', REJECTED: 'DENIED', SUSPECTED: 'SUSPECTED', EXPIRED: 'EXPIRED' } as const;
const SCREENINGS = { CLEAR: 'CLEAR', FLAGGED: 'FLAGGED', NONE: 'NONE' } as const;
const DONE = 200;

export interface FinishingDeps {
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly keyring: Keyring;
}

/** Lets a session at the verification sandbox end as told, by the provider's own callback. */
export async function finishVerification(
  { app, db, keyring }: FinishingDeps,
  { sessionId, outcome, aml }: { readonly sessionId: string; readonly outcome: unknown; readonly aml: unknown },
): Promise<object> {
  const word = chosen(OUTCOMES, { field: 'outcome', value: outcome });
  const screening = chosen(SCREENINGS, { field: 'aml', value: aml ?? 'CLEAR' });
  const scanRef = isUuid(sessionId) ? await findScanRef(db, 'SANDBOX', sessionId) : undefined;
  if (scanRef === undefined) throw new ProblemError(NotFound, 'There is no such session.');
  const status = await tellCallback(app, createSandbox(keyring), callbackOf(scanRef, word, screening));
  if (status !== DONE) throw new ProblemError(StepRefused, `The service answered ${status} to the callback.`);
  return { sessionId, outcome, aml: screening };
}

function chosen<Word>(
  words: Readonly<Record<string, Word>>,
  { field, value }: { readonly field: string; readonly value: unknown },
): Word {
  const word = typeof value === 'string' && Object.hasOwn(words, value) ? words[value] : undefined;
  if (word === undefined) throw fieldProblem(field, `must be one of ${Object.keys(words).join(', ')}`, value);
  return word;
}
