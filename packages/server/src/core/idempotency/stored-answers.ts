import { hash } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { KeyedAnswer } from '../write/index.ts';

/** What an answer is sealed for; the context is its key's hash. */
export const ANSWER_PURPOSE = 'idempotency-answer';

/** An answer as bytes on the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One Idempotency-Key of one organization, as it is kept: hashed, with the lock that guards it. */
export interface KeyIdentity {
  readonly organizationId: string;
  readonly keyHash: Buffer;
  readonly lockKey: bigint;
}

export interface StoredAnswer {
  readonly fingerprint: Buffer;
  readonly answer: WireAnswer;
}

/** Answers kept for 24 h by the database's clock, encrypted (contract 2.4). */
export interface StoredAnswers {
  find(key: KeyIdentity): Promise<StoredAnswer | undefined>;
  seal(key: KeyIdentity, fingerprint: Buffer, answer: WireAnswer): KeyedAnswer;
}

export function identifyKey(organizationId: string, key: string): KeyIdentity {
  const keyHash = hash('sha256', `${organizationId}\n${key}`, 'buffer');
  return { organizationId, keyHash, lockKey: keyHash.readBigInt64BE(0) };
}

export function createStoredAnswers(db: Database, keyring: Keyring): StoredAnswers {
  const contextOf = (key: KeyIdentity): string => key.keyHash.toString('hex');
  return {
    async find(key) {
      const row = await db.findFirst<{
        fingerprint: Buffer;
        answer: Buffer;
      }>(sql`select fingerprint, answer from idempotency_keys
        where organization_id = ${key.organizationId}::uuid and key_hash = ${key.keyHash} and created_at > now() - interval '24 hours'`);
      if (!row) return undefined;
      const answer = JSON.parse(keyring.open(ANSWER_PURPOSE, contextOf(key), row.answer).toString()) as WireAnswer;
      return { fingerprint: row.fingerprint, answer };
    },
    seal: (key, fingerprint, answer) => ({
      ...key,
      fingerprint,
      sealedAnswer: keyring.seal(ANSWER_PURPOSE, contextOf(key), Buffer.from(JSON.stringify(answer))),
    }),
  };
}
