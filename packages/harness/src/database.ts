import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { assertDeclared } from './declared-facts.ts';

/** The name of the migrated database that each test's own is cloned from; made by scripts/test.ts. */
export const TEMPLATE = 'nt24_template';

/** Superuser URL of the suite's PostgreSQL. Set by scripts/test.ts. */
export function clusterUrl(): string {
  const url = process.env['TEST_CLUSTER_URL'];
  if (!url) throw new Error('run the tests by `npm test`: it starts the database they need');
  return url;
}

export function urlOfDatabase(name: string, cluster = clusterUrl()): string {
  const url = new URL(cluster);
  url.pathname = `/${name}`;
  return url.href;
}

export interface TestDatabase {
  readonly url: string;
  /** Once all that was written in it was found to be declared. */
  drop(): Promise<void>;
}

/** A database of the caller's own, with all migrations. */
export function createTestDatabase(): Promise<TestDatabase> {
  return cloneOf(TEMPLATE);
}

/** Likewise, with nothing in it. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return cloneOf('template0');
}

async function cloneOf(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  // Copied as files it takes half the work that it takes by way of the log.
  await admin(`create database ${name} template ${template} strategy file_copy`);
  const url = urlOfDatabase(name);
  return {
    url,
    async drop() {
      try {
        await assertDeclared(url);
      } finally {
        await admin(`drop database if exists ${name} with (force)`);
      }
    },
  };
}

async function admin(statement: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl() });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
