import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { PeriodicTask } from '../../../platform/jobs/index.ts';
import { CHECK_VAT_NUMBER } from './check-job.ts';
import type { ViesClient } from './vies-client.ts';

/** So many checks may be open, those aside that VIES could not answer, before no more are begun by the clock: those that people wish for do not wait behind a pile. */
const MOST_OPEN = 50;
const EVERY_MS = 2_000;

/** The buyer's number will be checked by itself. */
export function noteDue({ sellerId, buyerId }: { sellerId: string; buyerId: string }): Companion {
  return {
    statement: sql`insert into vies_due (buyer_id, seller_id) select ${buyerId}::uuid, ${sellerId}::uuid
      where exists (select from effect) on conflict (buyer_id) do nothing`,
  };
}

/** Who is due, and has no check under way; a trigger on buyers names them. */
const due: Sql = sql`select d.buyer_id from vies_due d where not exists (
        select from vies_checks c where c.seller_id = d.seller_id and c.buyer_id = d.buyer_id and c.status <> 'DONE')
      order by d.since limit (select greatest(0, ${MOST_OPEN}::int - count(*)) from vies_checks where status <> 'DONE' and error is null)
      for update of d skip locked`;

/** Queues the first check of new numbers, as far as there is room. A number that somebody has had checked since it was given needs none. */
export async function queueFirstChecks(db: Database): Promise<void> {
  await db.write(sql`/* across sellers: the clock's own work */ with taken as (
      delete from vies_due where buyer_id in (${due}) returning buyer_id, seller_id, since),
    made as (
      insert into vies_checks (id, seller_id, buyer_id, vat_number, cause)
      select gen_random_uuid(), b.seller_id, b.id, b.vat_number, 'FIRST'
      from taken t join buyer_facts b on b.seller_id = t.seller_id and b.id = t.buyer_id and b.erased_at is null
      where not exists (select from vies_checks c where c.seller_id = b.seller_id and c.buyer_id = b.id
        and c.vat_number = b.vat_number and c.created_at >= t.since)
      on conflict (buyer_id) where status <> 'DONE' do nothing returning id)
    select count(graphile_worker.add_job(${CHECK_VAT_NUMBER}, json_build_object('checkId', id))) from made`);
}

/** Safe in several processes at once. */
export function viesJobs({ db, vies }: { readonly db: Database; readonly vies?: ViesClient }): PeriodicTask[] {
  return [
    {
      name: 'vies.queueFirst',
      everyMs: EVERY_MS,
      async run() {
        if (vies) await queueFirstChecks(db);
      },
    },
  ];
}
