import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';

// Any fixed number will do, as long as nothing else uses it.
const LOCK = 4_224_240_002;
// The session of a server that was killed a moment ago lives until the database notices.
const ATTEMPTS = 40;
const PAUSE_MS = 50;

/** One server per embedded database. Held by a session, so it dies with the process. Undefined when another one holds it. */
export async function lockDataFolder(
  url: string,
  attempts = ATTEMPTS,
): Promise<{ release(): Promise<void> } | undefined> {
  const client = new Client({ connectionString: url, application_name: 'nt24 data folder lock' });
  client.on('error', () => {});
  await client.connect();
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK]);
    if (rows[0]?.locked) return { release: () => client.end() };
    await sleep(PAUSE_MS);
  }
  await client.end();
  return undefined;
}
