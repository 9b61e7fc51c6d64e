import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import { SECRET_PURPOSE } from './create-webhook.ts';

export const sealedSecrets = sealedColumn<SealingDeps>({
  kind: 'webhook-secrets',
  page: (db, { behind = '', limit, without }) =>
    db.read(sql`select id as place, get_byte(sealed_secret, 0) as key_id,
        case when get_byte(sealed_secret, 0) is distinct from ${without}::int then sealed_secret end as sealed
      from webhook_endpoints where id > ${behind} order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`update webhook_endpoints w set sealed_secret = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where w.id = n.place and w.sealed_secret = n.was returning w.id`),
  sealedFor: ({ place }) => ({ purpose: SECRET_PURPOSE, context: place }),
});
