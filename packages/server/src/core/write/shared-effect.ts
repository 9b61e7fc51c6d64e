import sql, { join, type Sql } from 'sql-template-tag';
import type { SharedStatement } from '../../platform/db/database.ts';
import type { AuditActor, AuditEntry } from '../audit/index.ts';
import type { KeyedAnswer } from './keyed-answer.ts';

/** A list of each type. */
const LISTS = {
  uuid: sql`${null}::uuid[]`,
  text: sql`${null}::text[]`,
  int: sql`${null}::int[]`,
  bigint: sql`${null}::bigint[]`,
  bytea: sql`${null}::bytea[]`,
  jsonb: sql`${null}::jsonb[]`,
  timestamptz: sql`${null}::timestamptz[]`,
};

type ColumnType = keyof typeof LISTS;

/** An effect that is written for many requests at once: all of a batch that have it go as one statement. */
export interface SharedEffect {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What goes with it: one line of the trail, and the stored answer. */
export interface SharedWrite {
  readonly effect: SharedEffect;
  readonly actor: AuditActor;
  readonly audit: AuditEntry;
  readonly answer?: KeyedAnswer | undefined;
}

const COMMON_NAMES = sql`lock_key, organization_id, key_hash, fingerprint, answer, action, actor_kind, actor_id, actor_organization_id, request_id,
  audit_seller_id, subject_id, invitation_id, details`;
const COMMON_TYPES: readonly ColumnType[] = [
  'bigint',
  'uuid',
  'bytea',
  'bytea',
  'bytea',
  'text',
  'text',
  'text',
  'uuid',
  'uuid',
  'uuid',
  'uuid',
  'uuid',
  'jsonb',
];

/**
 * Declares such an effect, by the names and types of what it is given. `statement` changes rows by `held`, which has a row for each
 * request whose key is its own, with these columns and its number `n`, and returns `n`; it is asked for each row's seller and condition
 * as any other effect. The effect takes its values in the order of the names.
 */
export function sharedEffect<const Types extends readonly ColumnType[]>(
  names: Sql,
  types: Types,
  statement: Sql,
): (values: { readonly [At in keyof Types]: unknown }) => SharedEffect {
  const { text } = statementOf({ names, types }, statement);
  return (values) => ({ text, values });
}

/** The keys' locks are tried for before any row is looked at: `held` is made of them. */
function statementOf({ names, types }: { names: Sql; types: readonly ColumnType[] }, effect: Sql): Sql {
  const lists = [...COMMON_TYPES, ...types].map((type) => LISTS[type]);
  return sql`with call as materialized (
      select * from unnest(${join(lists)}) with ordinality as call(${COMMON_NAMES}, ${names}, n)),
    key_lock as materialized (
      select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, exists (select from idempotency_keys k
        where k.organization_id = c.organization_id and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours') as is_answered
      from call c),
    held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
    effect as (${effect}),
    audit as (insert into audit_events
        (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
      select h.action, h.actor_kind, h.actor_id, h.actor_organization_id, h.audit_seller_id, h.subject_id, h.invitation_id, h.request_id, h.details
      from held h join effect e on e.n = h.n order by h.n),
    answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
      select h.organization_id, h.key_hash, h.fingerprint, h.answer from held h join effect e on e.n = h.n where h.key_hash is not null
      on conflict (organization_id, key_hash) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
        where idempotency_replaceable(idempotency_keys.created_at))
    select l.n::int as n, e.n is not null as done, l.has_key, l.is_answered from key_lock l left join effect e on e.n = l.n`;
}

export function sharedStatement({ effect, actor: writer, audit, answer }: SharedWrite): SharedStatement {
  const { actor = writer, action, sellerId, subjectId, invitationId, details = {} } = audit;
  const common = [
    answer?.lockKey,
    answer?.organizationId,
    answer?.keyHash,
    answer?.fingerprint,
    answer?.sealedAnswer,
    action,
    actor.kind,
    actor.id,
    actor.organizationId,
    actor.requestId,
    sellerId,
    subjectId,
    invitationId,
    JSON.stringify(details),
  ];
  return { text: effect.text, values: [...common, ...effect.values], isShared: true };
}
