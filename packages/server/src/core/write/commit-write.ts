import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { type Database, errorCode, type Statement } from '../../platform/db/database.ts';
import type { AuditActor, AuditEntry } from '../audit/index.ts';
import { type EventFact, insertFacts } from '../events/index.ts';
import type { KeyedAnswer } from './keyed-answer.ts';
import {
  behindOwnEffect,
  jobsOf,
  type PartAlong,
  type SharedEffect,
  sharedStatement,
  type SharedWrite,
} from './shared-effect.ts';

/** A job of the queue. The payload holds ids only. */
export interface JobRequest {
  readonly task: string;
  readonly payload: Readonly<Record<string, string | number>>;
  readonly maxAttempts?: number;
  /** From the commit on; default: at once. */
  readonly delayMs?: number;
}

/**
 * What another module writes with the effect, by its own hand: an insert, update or delete that does something only where
 * `exists (select from effect)`, and what goes with it.
 */
export interface Companion {
  readonly statement: Sql;
  readonly jobs?: readonly JobRequest[];
  readonly audit?: readonly AuditEntry[];
}

export interface Write {
  /**
   * Common table expressions, one of them named `effect`, that change data only where their condition still holds.
   * Each changing one must carry the given guard as a condition, so that the key is locked before any row is. A shared one goes with
   * lines of the trail and the answer alone: all else is part of it.
   */
  readonly effect?: ((guard: Sql) => Sql) | SharedEffect;
  readonly actor: AuditActor;
  readonly also?: readonly Companion[];
  /** What else shared effects have behind them, behind one that is not. */
  readonly along?: readonly PartAlong[];
  readonly audit?: readonly AuditEntry[];
  readonly jobs?: readonly JobRequest[];
  readonly events?: readonly EventFact[];
  readonly answer?: KeyedAnswer;
}

/**
 * `committed`: all of it stands. `stale`: the effect's condition no longer held, nothing was written. `key-in-progress`,
 * `key-answered`: another request owns the key, nothing was written.
 */
export type WriteOutcome = 'committed' | 'stale' | 'key-in-progress' | 'key-answered';

/** Effect, audit lines, events, jobs and stored answer in one statement, which is one transaction and one round trip. */
export async function commitWrite(db: Database, write: Write): Promise<WriteOutcome> {
  try {
    const row = await db.commit<{ done: boolean; has_key: boolean; is_answered: boolean }>(statementOf(write), {
      group: write.actor.organizationId ?? write.actor.kind,
      locks: locksOf(write),
    });
    if (row?.has_key === false) return 'key-in-progress';
    if (row?.is_answered) return 'key-answered';
    return row?.done ? 'committed' : 'stale';
  } catch (error) {
    const code = errorCode(error);
    if (code === 'NT002') return 'key-answered';
    // A twin that committed between our reading and our writing, or a limit (NT003) that others reached; the next reading sees it.
    if (code === '23505' || code === 'NT003') return 'stale';
    throw error;
  }
}

function statementOf(write: Write): Statement {
  const { effect } = write;
  return typeof effect === 'object' ? sharedStatement(sharedOf(write, effect)) : ownStatement({ ...write, effect });
}

function locksOf({ answer, effect }: Write): readonly string[] {
  const locks = typeof effect === 'object' ? (effect.locks ?? []) : [];
  return answer ? [String(answer.lockKey), ...locks] : locks;
}

function sharedOf({ actor, answer, audit = [], also, along, jobs, events }: Write, effect: SharedEffect): SharedWrite {
  if (also || along || jobs || events) throw new Error('what goes with a shared effect is part of it');
  return { effect, actor, audit, answer };
}

type OwnWrite = Omit<Write, 'effect'> & { readonly effect: ((guard: Sql) => Sql) | undefined };

/**
 * The key's lock is tried for by the first condition that reads the guard: PostgreSQL asks a condition without columns before it
 * touches a row. It dies with the transaction.
 */
function ownStatement(write: OwnWrite): Sql {
  const { answer, also = [], along = [] } = write;
  const audit = [...(write.audit ?? []), ...[...also, ...along].flatMap((other) => other.audit ?? [])];
  const jobs = [...(write.jobs ?? []), ...also.flatMap((companion) => companion.jobs ?? [])];
  const guard = answer ? sql`(select has_key and not is_answered from key_lock)` : sql`true`;
  const parts = [
    ...(answer ? [keyPart(answer)] : []),
    write.effect ? write.effect(guard) : sql`effect as (select 1 where ${guard})`,
    ...also.map(({ statement }, n) => sql`${raw(`also_${n}`)} as (${statement})`),
    ...(along.length > 0 ? [behindOwnEffect(along)] : []),
    ...(audit.length > 0 ? [auditPart(audit, write.actor)] : []),
    ...(write.events?.length ? [sql`event as (${insertFacts(write.events, sql`exists (select from effect)`)})`] : []),
    ...(answer ? [answerPart(answer)] : []),
  ];
  return sql`with ${join(parts)}, done as (select exists (select from effect) as done)
    select done, ${answer ? sql`has_key, is_answered` : sql`true as has_key, false as is_answered`}${jobParts(jobs)}${jobsOf(along.map(({ part }) => part))}
    from done${answer ? sql`, key_lock` : empty}`;
}

/** Answered before, it is known without an error; a twin that commits at this moment ends the statement. */
function keyPart({ organizationId, keyHash, lockKey }: KeyedAnswer): Sql {
  return sql`key_lock as materialized (select pg_try_advisory_xact_lock(${lockKey}::bigint) as has_key, exists (
    select from idempotency_keys where organization_id = ${organizationId}::uuid and key_hash = ${keyHash}::bytea
      and created_at > now() - interval '24 hours') as is_answered)`;
}

/** All lines in one insert, so that their ids follow the order given. */
function auditPart(entries: readonly AuditEntry[], defaultActor: AuditActor): Sql {
  const lines = entries.map(({ actor = defaultActor, ...entry }) => {
    const details = JSON.stringify(entry.details ?? {});
    return sql`(${entry.action}::text, ${actor.kind}::text, ${actor.id}::text, ${actor.organizationId}::uuid, ${entry.sellerId}::uuid,
      ${entry.subjectId}::uuid, ${entry.invitationId}::uuid, ${actor.requestId}::uuid, ${details}::jsonb)`;
  });
  return sql`audit as (insert into audit_events
    (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
    select * from (values ${join(lines)}) as line where exists (select from effect))`;
}

function answerPart(answer: KeyedAnswer): Sql {
  return sql`answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
    select ${answer.organizationId}::uuid, ${answer.keyHash}::bytea, ${answer.fingerprint}::bytea, ${answer.sealedAnswer}::bytea
    where exists (select from effect)
    on conflict (organization_id, key_hash) do update
      set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
      where idempotency_replaceable(idempotency_keys.created_at))`;
}

/** Jobs are added by the main select, since a select in a WITH that nobody reads is never run. */
function jobParts(jobs: readonly JobRequest[]): Sql {
  if (jobs.length === 0) return empty;
  const calls = jobs.map(
    (job) => sql`(case when done then (graphile_worker.add_job(${job.task}::text, ${JSON.stringify(job.payload)}::json,
      max_attempts => ${job.maxAttempts ?? 25}::int${runAt(job)})).id end)`,
  );
  return join(calls, ', ', ', ');
}

function runAt({ delayMs }: JobRequest): Sql {
  return delayMs === undefined ? empty : sql`, run_at => now() + interval '1 millisecond' * ${delayMs}::int`;
}
