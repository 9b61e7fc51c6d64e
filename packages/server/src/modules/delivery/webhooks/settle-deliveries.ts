import sql from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { TOLD_CHANNEL } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { addMailJobs, insertMails } from '../mail/index.ts';
import { endpointPausedMail } from './mails/endpoint-paused-mail.ts';
import { metaParts } from './meta-events.ts';
import { DELIVERIES_CHANNEL } from './publish-events.ts';

/** What became of one attempt. */
export interface Outcome {
  readonly deliveryId: string;
  readonly fence: string;
  readonly endpointId: string;
  readonly result: 'delivered' | 'retry' | 'over';
  /** With `retry`: from now. */
  readonly retryInMs: number;
  /** The endpoint said that it is gone (410). */
  readonly gone: boolean;
  readonly httpStatus: number | null;
  readonly failure: string | null;
  readonly durationMs: number;
  /** How long ago, when it is written down, the attempt began. */
  readonly agoMs: number;
}

export interface PausedEndpoint {
  id: string;
  reason: 'CONSECUTIVE_FAILURES' | 'FAILING_TOO_LONG' | 'GONE';
}

export interface Settled {
  /** How many outcomes counted; the others came from an attempt whose lease somebody else has taken over. */
  settled: number;
  paused: PausedEndpoint[];
}

export const PAUSE_AFTER_FAILURES = 20;
const PAUSE_AFTER_HOURS = 72;

/**
 * Writes outcomes down, in the order given, with all that follows from them, in one statement: the attempts' rows, the endpoint's count
 * of failures, its pause, the events about that with their deliveries, the admin's mail and the trail. An outcome whose fence is not
 * the delivery's any more changes nothing.
 */
export async function settleDeliveries(db: Database, outcomes: readonly Outcome[]): Promise<Settled> {
  const told = outcomes.map((outcome, place) => ({ ...outcome, place: place + 1 }));
  const row = await db.writeFirst<Settled>(sql`/* across sellers: the delivery worker serves all endpoints */
    with told as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as t (place int, "deliveryId" text, fence bigint, "endpointId" text,
        result text, "retryInMs" bigint, gone boolean, "httpStatus" int, failure text, "durationMs" int, "agoMs" bigint)),
    -- Locked before the deliveries, as a resume does it, and in one order everywhere.
    standing as materialized (
      select id, organization_id, status, consecutive_failures, failing_since from webhook_endpoints
      where id in (select "endpointId" from told) order by id for no key update),
    settled as (
      update webhook_deliveries d set status = case t.result when 'delivered' then 'DELIVERED' when 'over' then 'FAILED' else 'PENDING' end,
        attempts = d.attempts + 1, http_status = t."httpStatus", leased_until = null,
        last_attempt_at = now() - t."agoMs" * interval '1 millisecond',
        first_attempt_at = coalesce(d.first_attempt_at, now() - t."agoMs" * interval '1 millisecond'),
        retries = d.retries + case t.result when 'retry' then 1 else 0 end,
        next_attempt_at = case t.result when 'retry' then now() + t."retryInMs" * interval '1 millisecond' end
      from told t join standing s on s.id = t."endpointId"
      where d.id = t."deliveryId" and d.fence = t.fence and d.status = 'PENDING' and d.leased_until is not null
      returning d.id, d.endpoint_id, d.organization_id, d.message_id, d.event_type, d.attempts, d.http_status, d.last_attempt_at, t.place,
        t.result, t.gone, t.failure, t."durationMs" as duration_ms),
    attempt as (
      insert into webhook_attempts (delivery_id, attempt, attempted_at, duration_ms, http_status, failure)
      select id, attempts, last_attempt_at, duration_ms, http_status, failure from settled),
    ${endpointParts},
    ${metaParts},
    ${noticeParts}
    select (select count(*)::int from settled) as settled,
      coalesce((select jsonb_agg(jsonb_build_object('id', id, 'reason', reason)) from paused), '[]') as paused,
      (select ${addMailJobs} from mail) as mails,
      case when exists (select from meta_delivery) then pg_notify(${DELIVERIES_CHANNEL}, '') end,
      case when exists (select from fact) then pg_notify(${TOLD_CHANNEL}, '') end`);
  return row ?? { settled: 0, paused: [] };
}

/** `counted`: each endpoint's failures since its last success, this batch included. `paused`: those that this batch pauses. */
const endpointParts = sql`lasting as materialized (
      select s.endpoint_id, bool_or(s.result = 'delivered') as has_success, bool_or(s.gone) as gone,
        count(*) filter (where s.result <> 'delivered' and s.place > coalesce(last.success, 0))::int as failures,
        min(s.last_attempt_at) filter (where s.result <> 'delivered' and s.place > coalesce(last.success, 0)) as failing_since
      from settled s
      left join (select endpoint_id, max(place) as success from settled where result = 'delivered' group by 1) last using (endpoint_id)
      group by s.endpoint_id),
    counted as materialized (
      select w.id, w.organization_id, w.status, l.gone,
        case when l.has_success then 0 else w.consecutive_failures end + l.failures as failures,
        case when l.failures > 0 then coalesce(case when not l.has_success then w.failing_since end, l.failing_since)
          when not l.has_success then w.failing_since end as failing_since,
        l.failures > 0 as is_failing
      from lasting l join standing w on w.id = l.endpoint_id),
    paused as materialized (
      select id, organization_id, failures, failing_since, case when gone then 'GONE'
          when failures >= ${PAUSE_AFTER_FAILURES}::int then 'CONSECUTIVE_FAILURES' else 'FAILING_TOO_LONG' end as reason
      from counted
      where status = 'ACTIVE' and (gone or (is_failing and (failures >= ${PAUSE_AFTER_FAILURES}::int
        or failing_since <= now() - ${PAUSE_AFTER_HOURS}::int * interval '1 hour')))),
    endpoint as (
      update webhook_endpoints w set consecutive_failures = c.failures, failing_since = c.failing_since,
        status = case when exists (select from paused p where p.id = c.id) then 'PAUSED' else w.status end,
        updated_at = case when exists (select from paused p where p.id = c.id) then now() else w.updated_at end
      from counted c
      where w.id = c.id and (c.failures, c.failing_since) is distinct from (w.consecutive_failures, w.failing_since))`;

const pausedWithContact = sql`select p.id as subject_id, jsonb_build_object('details', jsonb_build_object('endpointId', p.id)) as about
  from paused p join organization_facts o on o.id = p.organization_id and o.has_contact`;

/** To people: the admin's mail and the trail. */
const noticeParts = sql`mail as (${insertMails(endpointPausedMail, pausedWithContact)}),
    audit as (${insertAuditLines({
      action: 'webhook.pause',
      actor: { kind: 'SYSTEM' },
      organizationId: sql`organization_id`,
      subjectId: sql`right(id, 32)::uuid`,
      details: sql`jsonb_build_object('endpointId', id, 'reason', reason)`,
      from: sql`paused`,
    })})`;
