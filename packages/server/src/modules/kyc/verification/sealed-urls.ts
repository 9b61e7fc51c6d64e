import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';

const PURPOSE = 'verification-url';

export function sealUrl(keyring: Keyring, sessionId: string, url: string): Buffer {
  return keyring.seal(PURPOSE, sessionId, Buffer.from(url));
}

export function openUrl(keyring: Keyring, sessionId: string, sealed: Buffer): string {
  return keyring.open(PURPOSE, sessionId, sealed).toString();
}

export const sealedUrls = sealedColumn<SealingDeps>({
  kind: 'verification-urls',
  page: (db, { behind = '00000000-0000-0000-0000-000000000000', limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select id::text as place, get_byte(sealed_url, 0) as key_id,
        case when get_byte(sealed_url, 0) is distinct from ${without}::int then sealed_url end as sealed
      from verification_sessions where sealed_url is not null and id > ${behind}::uuid order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update verification_sessions s set sealed_url = n.sealed
      from unnest(${[...places]}::uuid[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where s.id = n.place and s.sealed_url = n.was returning s.id`),
  sealedFor: ({ place }) => ({ purpose: PURPOSE, context: place }),
});
