import sql from 'sql-template-tag';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Actor, Directory, Stranger } from '../../../core/identity/index.ts';
import { actorOf, type ActorRow } from './actor-row.ts';

const FRESH_MS = 2_000;
/** Longer no answer goes by what was known of a client. */
export const ACTOR_USABLE_MS = 4_500;
const MAX_ENTRIES = 10_000;

interface Entry {
  readonly loadedAtMs: number;
  readonly actor: Actor | Stranger;
}

/** Known clients are refreshed beside the request that finds them ageing, so that a busy client never waits for the database. */
export function createDirectory(db: Database, clock: Clock, dpaVersion: string): Directory {
  const entries = new Map<string, Entry>();
  const loading = new Map<string, Promise<Entry>>();

  async function load(clientId: string): Promise<Entry> {
    const loadedAtMs = clock.now().getTime();
    const row = await db.findFirst<StandingRow>(findActorRow(clientId));
    const entry = { loadedAtMs, actor: standingOf(row, dpaVersion) };
    if (entries.size >= MAX_ENTRIES) entries.clear();
    entries.set(clientId, entry);
    return entry;
  }

  function refresh(clientId: string): Promise<Entry> {
    const running = loading.get(clientId);
    if (running) return running;
    const started = load(clientId).finally(() => loading.delete(clientId));
    loading.set(clientId, started);
    return started;
  }

  return {
    async findActor(clientId) {
      const known = entries.get(clientId);
      const ageMs = known ? clock.now().getTime() - known.loadedAtMs : Infinity;
      if (!known || ageMs > ACTOR_USABLE_MS) return (await refresh(clientId)).actor;
      // A failed refresh is not this request's trouble; past ACTOR_USABLE_MS the next one waits for its own.
      if (ageMs > FRESH_MS) refresh(clientId).catch(() => undefined);
      return known.actor;
    },
  };
}

type StandingRow = ActorRow & { is_client_disabled: boolean; is_organization_disabled: boolean };

function standingOf(row: StandingRow | undefined, dpaVersion: string): Actor | Stranger {
  if (!row) return 'not-provisioned';
  if (row.is_client_disabled) return 'client-disabled';
  return row.is_organization_disabled ? 'organization-disabled' : actorOf(row, dpaVersion);
}

function findActorRow(clientId: string) {
  return sql`/* across sellers: finds whose client it is, and what it may act for */
    select c.client_id, o.id as organization_id, o.name, o.rate_limit_tier, o.read_per_minute, o.write_per_minute,
      o.webhook_per_minute, o.capabilities, o.dpa_version, o.dpa_accepted_at,
      c.disabled_at is not null as is_client_disabled, o.disabled_at is not null as is_organization_disabled,
      coalesce((select json_agg(json_build_object('uuid', s.id, 'name', s.name, 'country', s.country) order by s.name, s.id)
        from grants g join sellers s on s.id = g.seller_id where g.organization_id = o.id), '[]') as partners
    from api_clients c join organizations o on o.id = c.organization_id
    where c.client_id = ${clientId}`;
}
