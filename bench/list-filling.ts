import { createHash } from 'node:crypto';
import pg from 'pg';
import type { Bench } from './prepare.ts';

const CHUNK = 1_000_000;
const TABLES = ['buyers', 'invitations'];

/**
 * So many invitations of the seller, made over a thousand days, the older ones over, and a tenth as many buyers. Indexes are made behind
 * the rows, what the triggers would have noted is counted, and references are not checked: either would take hours.
 */
export async function fillLists(databaseUrl: string, { organizationId, sellerId }: Bench, size: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const indexes = await client.query<{ name: string; definition: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = any($1::regclass[]) and not exists (select from pg_constraint where conindid = indexrelid)`,
      [TABLES],
    );
    for (const { name } of indexes.rows) await client.query(`drop index ${name}`);
    for (const table of TABLES) await client.query(`alter table ${table} disable trigger all`);
    await client.query(BUYERS, [sellerId, Math.ceil(size / 10)]);
    for (let first = 1; first <= size; first += CHUNK)
      await client.query(INVITATIONS, [sellerId, organizationId, first, Math.min(first + CHUNK - 1, size), size]);
    for (const table of TABLES) await client.query(`alter table ${table} enable trigger all`);
    await client.query(`set maintenance_work_mem = '512MB'`);
    for (const { definition } of indexes.rows) await client.query(definition);
    for (const count of COUNTS) await client.query(count);
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** The id of the filling's buyer number `n`, from 2000 on. */
export function buyerIdOf(n: number): string {
  const digits = createHash('md5').update(`buyer${n}`).digest('hex');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Ids by hash: in no order, as in life. Positions as of a history before this one. */
const BUYERS = `insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status,
    created_at, updated_at, list_position)
  select md5('buyer' || n)::uuid, $1, 'DE' || n, 'Buyer ' || md5(n::text), md5('address' || n)::uuid, 'Street 1', '10115', 'Berlin', 'DE', 'NT24_LED',
    case when n % 200 = 0 then 'BLOCKED' else 'ACTIVE' end, now() - interval '1000 days' * (1 - n / $2::float8),
    now() - interval '500 days' * (1 - (n * 7919::bigint % $2) / $2::float8), n
  from generate_series(2000, 2000 + $2::int - 1) n`;

const INVITATIONS = `insert into invitations (id, seller_id, buyer_id, kind, status, organization_id, recipient_email, locale, requested_documents,
    link_kid, created_at, expires_at, usage_count, last_used_at, revoked_at, revocation_reason, list_position)
  select md5('invitation' || n)::uuid, $1, md5('buyer' || 2000 + (n * 7919::bigint) % ceil($5::int / 10.0)::int)::uuid, 'KYC', status, $2,
    'buyer' || n || '@example.com', 'en', '{COC_EXTRACT,VAT_CERTIFICATE}', 1, made,
    case status when 'ACTIVE' then now() + interval '1 day' + (n % 86) * interval '1 day' + n * interval '3 ms'
      else made + interval '30 days' + n % 1000 * interval '7 ms' end,
    (status = 'USED')::int, case when status = 'USED' then made end, case when status = 'REVOKED' then made end,
    case when status = 'REVOKED' then 'ADMIN_REVOKED' end, n
  from generate_series($3::int, $4::int) n,
    lateral (select now() - interval '1000 days' * (1 - n / $5::float8) as made,
      case when n > $5::int * 0.97 and n % 4 > 0 then 'ACTIVE' when n % 10 < 6 then 'USED' when n % 10 < 9 then 'EXPIRED' else 'REVOKED' end as status) as its`;

/** Those that were there before are counted along: nothing of them may be waiting for the folding. */
const COUNTS = [
  'truncate invitation_tallies, invitation_changes, buyer_tallies, buyer_days, buyer_changes',
  `insert into invitation_tallies (seller_id, counted_by, kind, status, day, count, first_position)
    with counted as materialized (
      select seller_id, kind, status, utc_day(created_at) as created_on, utc_day(expires_at) as expires_on, count(*) as count,
        min(list_position) as first_position
      from invitations group by 1, 2, 3, 4, 5)
    select seller_id, 'ALL', kind, status, date '-infinity', sum(count), null from counted group by 1, 2, 3, 4, 5
    union all select seller_id, 'CREATED', kind, status, created_on, sum(count), min(first_position) from counted group by 1, 2, 3, 4, 5
    union all select seller_id, 'EXPIRES', kind, status, expires_on, sum(count), null from counted group by 1, 2, 3, 4, 5`,
  'insert into buyer_tallies (seller_id, status, count) select seller_id, status, count(*) from buyers group by 1, 2',
  `insert into buyer_days (seller_id, counted_by, status, day, count)
    select seller_id, 'CREATED', status, utc_day(created_at), count(*) from buyers group by 1, 2, 3, 4
    union all select seller_id, 'UPDATED', status, utc_day(updated_at), count(*) from buyers group by 1, 2, 3, 4`,
];
