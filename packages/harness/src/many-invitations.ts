import { Client } from 'pg';
import type { InvitationScene } from './scene.ts';

/**
 * Further invitations of the scene's seller, made like its own: of every status and both kinds, some past their time that nobody has
 * written down, over a hundred days, one after the other, some at the same instant, each third of the scene's buyer and the others of further ones.
 */
export async function addManyInvitations(databaseUrl: string, scene: InvitationScene, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status, created_at, updated_at)
       select gen_random_uuid(), seller_id, 'DE' || n, 'Company ' || n % 97, gen_random_uuid(), street, post_code, city, country, kyc_mode,
         case when n % 5 = 0 then 'BLOCKED' else 'ACTIVE' end, created_at - n / 3 * interval '1 hour', updated_at - n % 100 * interval '1 hour'
       from buyers, generate_series(1, $2::int) n where id = $1`,
      [scene.buyerId, count],
    );
    await client.query(
      `with others as (select id, seller_id, row_number() over (order by id) as number from buyers where vat_number ~ '^DE' and seller_id = $3)
       insert into invitations (id, seller_id, buyer_id, kind, status, organization_id, recipient_email, label, locale, requested_documents, link_kid,
         usage_count, last_used_at, revoked_at, revocation_reason, created_at, expires_at, list_position)
       select gen_random_uuid(), i.seller_id, case when kind = 'KYC' then case when n % 3 = 0 then i.buyer_id else others.id end end, kind, status,
         i.organization_id, case when kind = 'KYC' then 'p' || n % (1 + $2 / 4) || '@many.example' end, 'many', 'en', '{COC_EXTRACT}', i.link_kid,
         (status = 'USED')::int, case when status = 'USED' then i.created_at end, case when status = 'REVOKED' then i.created_at end,
         case when status = 'REVOKED' then 'x' end, i.created_at - n / 2 * (interval '200 days' / $2),
         i.created_at + case when status = 'ACTIVE' and n % 50 > 3 then interval '1 day' else interval '-2 days' end
           + (n * 7919::bigint % $2) * interval '1 minute' * case when status = 'ACTIVE' and n % 50 > 3 then 1 else -1 end,
         next_list_position() - n
       from generate_series(1, $2::int) n join others on others.number = n,
         lateral (select case when n % 10 = 1 then 'PROSPECT' else 'KYC' end as kind, (array['ACTIVE', 'USED', 'REVOKED', 'EXPIRED', 'USED'])[1 + n % 5] as status) as its,
         (select seller_id, buyer_id, organization_id, link_kid, created_at from invitations where id = $1) as i`,
      [scene.invitation.uuid, count, scene.org.sellerId],
    );
  } finally {
    await client.end();
  }
}
