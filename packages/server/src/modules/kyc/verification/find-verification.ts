import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { findSessionFacts } from './repository.ts';
import { type Verification, verificationOf } from './verification-status.ts';

const NO_SESSION = { last_word: null, last_aml: null, is_open: false, is_flagged: false };

/** Of a buyer without a session too, and of one that there is not. */
export async function findVerification(db: Database, place: BuyerPath): Promise<Verification> {
  return verificationOf((await findSessionFacts(db, place)) ?? NO_SESSION);
}
