import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';

/** Where a reader stands: behind an event, or before all of them. Bigints as text. */
export interface Place {
  /** Null before the first. */
  readonly id: string | null;
  readonly list_position: string;
  readonly stream_place: string;
}

export const START: Place = { id: null, list_position: '0', stream_place: '0' };

/** Who reads what. */
export interface Reader {
  readonly organizationId: string;
  readonly clientId: string;
  /** Names and segments with `.*`; undefined: all types. */
  readonly types: readonly string[] | undefined;
  readonly size: number;
}

export interface StreamPage {
  /** Each as JSON, the oldest first. */
  readonly envelopes: readonly string[];
  /** Behind all that was looked at: what is not shown of that is none of the reader's. */
  readonly end: Place;
  /** More can be read from there on at once. */
  readonly hasMore: boolean;
}

/** Of some types, at most: those that are not asked for would else be gone through without end. */
const MOST_LOOKED_AT = 1_000;

/**
 * The place of an event that the organization was told of. Undefined where it was not, and where events behind it may have gone by their
 * age.
 */
export function findPlace(db: Database, organizationId: string, id: string): Promise<Place | undefined> {
  return db.findFirst<Place>(sql`select id, list_position, stream_place from event_stream_places
    where organization_id = ${organizationId}::uuid and id = ${id} and is_good`);
}

/** Behind all that the organization was told of and no later commit can precede any more. Undefined where it never was. */
export function findLatestPlace(db: Database, organizationId: string): Promise<Place | undefined> {
  return db.listFirst<Place>(sql`select id, list_position, stream_place from event_stream_places
    where organization_id = ${organizationId}::uuid and list_position < (select list_horizon())
    order by list_position desc, stream_place desc limit 1`);
}

interface PageRow extends Place {
  readonly id: string;
  /** Null in the last row, which is the end of what was looked at. */
  readonly envelope: string | null;
  readonly looked_at: number | null;
}

/**
 * A page behind the place, of what no later commit can precede any more (decision 0020). A client that may not act is shown nothing, and
 * stays where it is; what is about a seller without a grant is passed over.
 */
export async function readPage(db: Database, reader: Reader, after: Place): Promise<StreamPage> {
  const { organizationId, clientId, types, size } = reader;
  // Of all types most of them are shown.
  const lookedAt = types ? MOST_LOOKED_AT : size + 1;
  const rows = await db.list<PageRow>(sql`/* across sellers: all that the organization may act for */
    with looked_at as materialized (
      select id, event_id, type, list_position, stream_place from told_events
      where organization_id = ${organizationId}::uuid
        and (list_position, stream_place) > (${after.list_position}::bigint, ${after.stream_place}::bigint)
        and list_position < (select list_horizon())
        and exists (select from acting_clients where organization_id = ${organizationId}::uuid and client_id = ${clientId})
      order by list_position, stream_place limit ${lookedAt}::int),
    shown as materialized (
      select l.*, (select convert_from(t.body, 'UTF8') from told_events t where t.id = l.id) as envelope from looked_at l
      where (${types ?? null}::text[] is null or array[type, split_part(type, '.', 1) || '.*'] && ${types ?? null}::text[])
        and (select exists (select from acting_grants g where g.organization_id = ${organizationId}::uuid and g.seller_id = s.seller_id)
          from event_sellers s where s.id = l.event_id) is not false
      order by list_position, stream_place limit ${size + 1}::int),
    ending as materialized (select * from looked_at order by list_position desc, stream_place desc limit 1)
    select id, list_position, stream_place, envelope, null::int as looked_at from shown
    union all
    select id, list_position, stream_place, null, (select count(*)::int from looked_at) from ending
    order by looked_at nulls first, list_position, stream_place`);
  return pageOf(rows, { size, lookedAt, after });
}

interface Sought {
  readonly size: number;
  readonly lookedAt: number;
  readonly after: Place;
}

function pageOf(rows: readonly PageRow[], { size, lookedAt, after }: Sought): StreamPage {
  const found = rows.flatMap(({ envelope, ...place }) => (envelope === null ? [] : [{ envelope, place }]));
  const page = found.slice(0, size);
  const envelopes = page.map(({ envelope }) => envelope);
  if (found.length > size) return { envelopes, end: page.at(-1)?.place ?? after, hasMore: true };
  const last = rows.at(-1);
  return { envelopes, end: last ?? after, hasMore: last?.looked_at === lookedAt };
}

/** Which readers have something behind their place, by their number, and whether it can be read yet. */
export function findNews(
  db: Database,
  readers: readonly { readonly organizationId: string; readonly after: Place }[],
): Promise<{ n: number; is_readable: boolean }[]> {
  return db.list(sql`/* across sellers: whatever readers wait for */
    select (r.n - 1)::int as n, e.list_position < (select list_horizon()) as is_readable
    from unnest(${readers.map(({ organizationId }) => organizationId)}::uuid[],
      ${readers.map(({ after }) => after.list_position)}::bigint[], ${readers.map(({ after }) => after.stream_place)}::bigint[])
      with ordinality as r (organization_id, list_position, stream_place, n)
    cross join lateral (
      select e.list_position from told_events e
      where e.organization_id = r.organization_id and (e.list_position, e.stream_place) > (r.list_position, r.stream_place)
      order by e.list_position, e.stream_place limit 1) e`);
}
