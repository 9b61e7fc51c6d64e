import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { SharedStatement } from '../../platform/db/database.ts';
import type { AuditActor, AuditEntry } from '../audit/index.ts';
import type { KeyedAnswer } from './keyed-answer.ts';

/** A list of each type. */
const LISTS = {
  uuid: sql`${null}::uuid[]`,
  text: sql`${null}::text[]`,
  smallint: sql`${null}::smallint[]`,
  int: sql`${null}::int[]`,
  bigint: sql`${null}::bigint[]`,
  boolean: sql`${null}::boolean[]`,
  bytea: sql`${null}::bytea[]`,
  jsonb: sql`${null}::jsonb[]`,
  timestamptz: sql`${null}::timestamptz[]`,
};

type ColumnType = keyof typeof LISTS;

/** One value of each. */
const ONE: Readonly<Record<ColumnType, (value: unknown) => Sql>> = {
  uuid: (value) => sql`${value}::uuid`,
  text: (value) => sql`${value}::text`,
  smallint: (value) => sql`${value}::smallint`,
  int: (value) => sql`${value}::int`,
  bigint: (value) => sql`${value}::bigint`,
  boolean: (value) => sql`${value}::boolean`,
  bytea: (value) => sql`${value}::bytea`,
  jsonb: (value) => sql`${value}::jsonb`,
  timestamptz: (value) => sql`${value}::timestamptz`,
};

/**
 * A piece of a statement that writes for many requests at once: what it is given of each, by names and types, and common table
 * expressions.
 */
export interface SharedPart<Types extends readonly ColumnType[] = readonly ColumnType[]> {
  readonly names: Sql;
  readonly types: Types;
  readonly ctes: Sql;
  /** A select of `task`, `payload` (json), `max_attempts` and `run_at` (null at once). */
  readonly jobs?: Sql;
}

/** What a part of another module writes along for one request: its values in the order of its names, and its lines of the trail. */
export interface Along {
  readonly values: readonly unknown[];
  readonly audit: readonly AuditEntry[];
  /** No two requests with one of these share a batch. */
  readonly locks?: readonly string[];
}

/** Such a part, with what it is given. */
export interface PartAlong extends Along {
  readonly part: SharedPart;
}

/** An effect that is written for many requests at once: all of a batch that have it go as one statement. */
export interface SharedEffect extends Along {
  readonly text: string;
}

/** What goes with it: lines of the trail, and the stored answer. */
export interface SharedWrite {
  readonly effect: SharedEffect;
  readonly actor: AuditActor;
  readonly audit: readonly AuditEntry[];
  readonly answer?: KeyedAnswer | undefined;
}

const COMMON_NAMES = sql`lock_key, organization_id, key_hash, fingerprint, answer, lines`;
const COMMON_TYPES: readonly ColumnType[] = ['bigint', 'uuid', 'bytea', 'bytea', 'bytea', 'jsonb'];

type ValuesOf<Types extends readonly ColumnType[]> = { readonly [At in keyof Types]: unknown };

/**
 * Declares such an effect. It changes rows by `held`, which has a row for each request whose key is its own, with these columns and its
 * number `n`; one of its expressions, `effect`, gives the `n` of each that is done. Each row is asked for its seller and condition as in
 * any other effect. `along` goes behind it, by `written`: the rows of `held` that are done.
 */
export function sharedEffect<const Types extends readonly ColumnType[]>(
  own: SharedPart<Types>,
  ...along: readonly SharedPart[]
): (values: ValuesOf<Types>, ...others: readonly Along[]) => SharedEffect {
  const { text, values: given } = statementOf(own, along);
  if (given.some((value) => value !== null)) throw new Error('a shared effect has no values but those of its requests');
  return (values, ...others) => ({
    text,
    values: [...values, ...others.flatMap((other) => other.values)],
    audit: others.flatMap((other) => other.audit),
    locks: others.flatMap((other) => other.locks ?? []),
  });
}

/** The keys' locks are tried for before any row is looked at: `held` is made of them. */
function statementOf(own: SharedPart, along: readonly SharedPart[]): Sql {
  const parts = [own, ...along];
  const names = join([COMMON_NAMES, ...parts.map((part) => part.names)]);
  const lists = [...COMMON_TYPES, ...parts.flatMap((part) => part.types)].map((type) => LISTS[type]);
  return sql`with call as materialized (
      select * from unnest(${join(lists)}) with ordinality as call(${names}, n)),
    key_lock as materialized (
      select c.n, c.lock_key is null or pg_try_advisory_xact_lock(c.lock_key) as has_key, k.n is not null as is_answered
      -- Where it asked by exists, all keys of the day would be read once for all rows: its limit keeps it at each row's own.
      from call c left join lateral (select c.n from idempotency_keys k where k.organization_id = c.organization_id
        and k.key_hash = c.key_hash and k.created_at > now() - interval '24 hours' limit 1) k on true),
    held as materialized (select c.* from call c join key_lock l on l.n = c.n where l.has_key and not l.is_answered),
    ${own.ctes},
    written as materialized (select h.* from held h cross join (select array_agg(n) as ns from effect) e where h.n = any(e.ns)),
    ${along.length > 0 ? sql`${join(along.map((part) => part.ctes))},` : empty}
    audit as (insert into audit_events
        (action, actor_kind, actor_id, organization_id, seller_id, subject_id, invitation_id, request_id, details)
      select line.action, line.actor_kind, line.actor_id, line.organization_id, line.seller_id, line.subject_id, line.invitation_id,
        line.request_id, line.details
      from written w cross join lateral rows from (jsonb_to_recordset(w.lines) as (action text, actor_kind text,
        actor_id text, organization_id uuid, seller_id uuid, subject_id uuid, invitation_id uuid, request_id uuid, details jsonb))
        with ordinality as line
      order by w.n, line.ordinality),
    answer as (insert into idempotency_keys (organization_id, key_hash, fingerprint, answer)
      select w.organization_id, w.key_hash, w.fingerprint, w.answer from written w where w.key_hash is not null
      on conflict (organization_id, key_hash) do update
        set fingerprint = excluded.fingerprint, answer = excluded.answer, created_at = excluded.created_at
        where idempotency_replaceable(idempotency_keys.created_at))
    select l.n::int as n, w.n is not null as done, l.has_key, l.is_answered${jobsOf(along)}
    from key_lock l left join written w on w.n = l.n`;
}

/** Such parts behind an effect of one's own, which need not be shared for that: `written` has one row, or none where nothing is done. */
export function behindOwnEffect(along: readonly PartAlong[]): Sql {
  const values = along.flatMap(({ part, values: given }) => part.types.map((type, at) => ONE[type](given[at])));
  return sql`written as materialized (
      select * from (values (${join(values)})) as given(${join(along.map(({ part }) => part.names))}) where exists (select from effect)),
    ${join(along.map(({ part }) => part.ctes))}`;
}

/** All of a batch are added at once, by the main select, as a select in a WITH that nobody reads is never run. */
export function jobsOf(parts: readonly SharedPart[]): Sql {
  const jobs = parts.flatMap((part) => part.jobs ?? []);
  if (jobs.length === 0) return empty;
  return sql`, case when exists (select from written) then (select count(*) from graphile_worker.add_jobs(array(
      select (j.task, j.payload, null, j.run_at, j.max_attempts, null, null, null)::graphile_worker.job_spec
      from (${join(jobs, ' union all ')}) j))) end as jobs`;
}

export function sharedStatement({ effect, actor, audit, answer }: SharedWrite): SharedStatement {
  const lines = [...audit, ...effect.audit].map((entry) => lineOf(entry, entry.actor ?? actor));
  const common = [
    answer?.lockKey,
    answer?.organizationId,
    answer?.keyHash,
    answer?.fingerprint,
    answer?.sealedAnswer,
    JSON.stringify(lines),
  ];
  return { text: effect.text, values: [...common, ...effect.values], isShared: true };
}

function lineOf({ action, sellerId, subjectId, invitationId, details = {} }: AuditEntry, actor: AuditActor): object {
  return {
    action,
    actor_kind: actor.kind,
    actor_id: actor.id,
    organization_id: actor.organizationId,
    seller_id: sellerId,
    subject_id: subjectId,
    invitation_id: invitationId,
    request_id: actor.requestId,
    details,
  };
}
