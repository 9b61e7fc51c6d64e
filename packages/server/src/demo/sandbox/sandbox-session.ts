import { Client } from 'pg';

const CONNECT_TIMEOUT_MS = 3_000;

/** A connection to the demo's database for the moment: what the sandbox does there is no business of the service's own pool. */
export async function inSession<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'nt24-sandbox',
  });
  // A lost connection is told by the statement at work; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
