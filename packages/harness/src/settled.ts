import { Client } from 'pg';
import { eventually } from './eventually.ts';

/**
 * Waits until all that was written is older than whatever is still being written in the cluster, of which other tests use other databases:
 * lists by cursor hold back the rest.
 */
export async function settled({ databaseUrl }: { readonly databaseUrl: string }): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id');
    await eventually(
      'nothing older is being written',
      async () => {
        const horizon = 'select pg_snapshot_xmin(pg_current_snapshot()) > $1::xid8 as "isOver"';
        return (await client.query<{ isOver: boolean }>(horizon, [rows[0]?.id])).rows[0]?.isOver === true;
      },
      60_000,
    );
  } finally {
    await client.end();
  }
}
