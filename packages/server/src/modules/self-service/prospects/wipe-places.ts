import sql, { join, type Sql } from 'sql-template-tag';
import { deleteDraftFiles } from '../../kyc/documents/index.ts';
import { deletePlaces, lockPlaces } from '../invitations/index.ts';
import { forgetNotSupplied } from '../submissions/index.ts';

/**
 * CTEs, to follow `lockPlaces`: of the places whose prospects `p` are as the condition says, all goes that they hold of people. What went
 * are the rows of `effect`, with `id` and `seller_id`; of files those of `files_gone`.
 */
export function wipePlaces(condition: Sql): Sql {
  return join([
    sql`effect as (${deleteProspects(condition)})`,
    deleteProofs(sql`effect`),
    sql`places_gone as (${deletePlaces(sql`effect`)})`,
    sql`files_gone as (${deleteDraftFiles(sql`effect`)})`,
    sql`not_supplied_gone as (${forgetNotSupplied(sql`effect`)})`,
  ]);
}

/** CTEs, to follow one named `effect`, an erased buyer: those go who have become him. Their files are his documents. */
export const wipeProspectsOfEffect: Sql = join([
  lockPlaces(sql`select b.id, b.seller_id from effect
    join prospects b on b.seller_id = effect.seller_id and b.buyer_id = effect.id`),
  sql`prospects_gone as (${deleteProspects(sql`p.status = 'CONVERTED'`)})`,
  deleteProofs(sql`prospects_gone`),
  sql`places_gone as (${deletePlaces(sql`prospects_gone`)})`,
]);

function deleteProspects(condition: Sql): Sql {
  return sql`delete from prospects p using places where p.seller_id = places.seller_id and p.id = places.id and ${condition}
      returning p.id, p.seller_id, p.status`;
}

function deleteProofs(of: Sql): Sql {
  return sql`codes_gone as (delete from prospect_codes c using places, ${of}
      where places.id = ${of}.id and c.invitation_id = places.invitation_id and c.address_hash = places.address_hash)`;
}
