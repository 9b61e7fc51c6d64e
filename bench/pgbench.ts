import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Bench } from './prepare.ts';

const SCRIPT = fileURLToPath(new URL('pgbench.sql', import.meta.url));
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const run = promisify(execFile);

export interface PgbenchOrder {
  readonly databaseUrl: string;
  readonly bench: Bench;
  readonly clients: number;
  /** How many invitations to revoke, from number `first` on; a multiple of `clients`. */
  readonly count: number;
  readonly first: number;
}

/** The program's path, or undefined where it is not installed. */
export async function findPgbench(): Promise<string | undefined> {
  const debian = listFolder(DEBIAN_FOLDER).map((version) => join(DEBIAN_FOLDER, version, 'bin', 'pgbench'));
  for (const path of ['pgbench', ...debian]) {
    const found = await run(path, ['--version']).catch(() => undefined);
    if (found) return path;
  }
  return undefined;
}

function listFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/** Transactions a second of pgbench.sql, connecting not counted. Throws unless every one of them revoked an invitation. */
export async function runPgbench(program: string, order: PgbenchOrder): Promise<number> {
  const { databaseUrl, bench, clients, count, first } = order;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const before = await countRevoked(client);
    const variables = {
      n: -1,
      clients,
      base: first,
      seller: bench.sellerId,
      organization: bench.organizationId,
      answer_bytes: await answerBytes(client),
    };
    const defines = Object.entries(variables).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
    const load = ['-n', '-M', 'prepared', '-c', String(clients), '-t', String(count / clients), '-f', SCRIPT];
    const { stdout } = await run(program, [...load, ...defines, databaseUrl]);
    const revoked = (await countRevoked(client)) - before;
    if (revoked !== count) throw new Error(`pgbench was to revoke ${count} invitations and revoked ${revoked}`);
    return numberIn(stdout, /tps = ([\d.]+)/);
  } finally {
    await client.end();
  }
}

async function countRevoked(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    `select count(*)::int as n from invitations where status = 'REVOKED'`,
  );
  return rows[0]?.n ?? 0;
}

/** As many as the service's own stored answers have. */
async function answerBytes(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'select octet_length(answer) as n from idempotency_keys order by created_at limit 1',
  );
  const bytes = rows[0]?.n;
  if (bytes === undefined) throw new Error('the service has stored no answer yet');
  return bytes;
}

function numberIn(text: string, pattern: RegExp): number {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`pgbench said nothing like ${pattern}`);
  return Number(found);
}
