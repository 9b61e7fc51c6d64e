import { Client } from 'pg';
import type { Database, Statement } from '../../server/src/platform/db/database.ts';
import { publishEvents } from '../../server/src/modules/delivery/webhooks/publish-events.ts';

/** A worker that publishes, and is held up before it commits. */
export interface SlowPublisher {
  /** @returns how many events it has taken; nobody sees them before `commit` */
  publish(limit: number): Promise<number>;
  /** Ids of what it has told, in their order. */
  told(): Promise<string[]>;
  commit(): Promise<void>;
  close(): Promise<void>;
}

export async function openSlowPublisher(db: Database, databaseUrl: string): Promise<SlowPublisher> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const writeFirst = async <Row>({ text, values }: Statement): Promise<Row | undefined> =>
    (await client.query<Row & object>(text, values as unknown[])).rows[0];
  return {
    async publish(limit) {
      await client.query('begin');
      return publishEvents({ ...db, writeFirst }, limit);
    },
    async told() {
      const { rows } = await client.query<{ id: string }>(
        `select id from webhook_messages where list_position & ((1::bigint << 48) - 1) = pg_current_xact_id()::text::bigint order by stream_place`,
      );
      return rows.map(({ id }) => id);
    },
    commit: async () => void (await client.query('commit')),
    close: () => client.end(),
  };
}
