import sql, { join, type Sql } from 'sql-template-tag';
import type { Static, TObject } from 'typebox';
import type { EventFact, EventSource } from './event-fact.ts';
import type { EventType } from './event-type.ts';

/** An expression for each member that the type declares. Null is left out: an optional member may be. */
type Members<Data extends TObject> = { readonly [Member in keyof Static<Data>]: Sql };

/** Inserts facts where the condition holds. */
export function insertFacts(facts: readonly EventFact[], condition: Sql): Sql {
  const values = facts.map(
    ({ type, source, sellerId, data }) =>
      sql`(${type}::text, ${source}::text, ${sellerId}::uuid, ${JSON.stringify(data)}::jsonb)`,
  );
  return sql`insert into events (type, source, seller_id, data)
    select * from (values ${join(values)}) as fact where ${condition}`;
}

export interface FactsFrom<Data extends TObject> {
  readonly source: EventSource;
  readonly sellerId: Sql;
  readonly data: Members<Data>;
  /** Of these rows. */
  readonly from: Sql;
}

/** Inserts a fact for each row, for writes that change many rows by the clock: what they are nobody has read. */
export function insertFactsFrom<Data extends TObject>(
  type: EventType<Data, 'seller'>,
  { source, sellerId, data, from }: FactsFrom<Data>,
): Sql {
  return sql`insert into events (type, source, seller_id, data)
    select ${type.name}, ${source}, ${sellerId}, ${dataOf(type, data)} from ${from}`;
}

/** The data of an event, formed by the database. */
export function dataOf<Data extends TObject>(type: EventType<Data>, members: Members<Data>): Sql {
  const given: Readonly<Record<string, Sql | undefined>> = members;
  const pairs = Object.keys(type.data.properties).flatMap((name) => {
    const value = given[name];
    return value ? [sql`${name}::text, ${value}`] : [];
  });
  return sql`jsonb_strip_nulls(jsonb_build_object(${join(pairs)}))`;
}
