import sql, { type Sql } from 'sql-template-tag';

/**
 * Whether the organization that made the invitation named `i` may still act for its seller: it is not disabled, and neither its grant
 * nor its data processing agreement was withdrawn (contract 3.2).
 */
export const mayInviterAct: Sql = sql`exists (
  select from acting_grants g where g.organization_id = i.organization_id and g.seller_id = i.seller_id)`;

/** Whether any organization may act for the seller, an expression of an id. */
export function isActedFor(sellerId: Sql): Sql {
  return sql`exists (select from acting_grants g where g.seller_id = ${sellerId})`;
}
