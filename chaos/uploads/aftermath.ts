import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import { uploadJobs } from '../../packages/server/src/modules/self-service/uploads/jobs.ts';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import type { Database } from '../../packages/server/src/platform/db/database.ts';
import { kycCalls } from '../../packages/harness/src/kyc-calls.ts';
import type { TestService } from '../../packages/harness/src/service.ts';
import type { Ledger } from './senders.ts';

/** What is there of the files that were sent, and what the sweeps find then. `altered`: half a file, or one that nobody sent. */
export async function compareWithLedger(service: TestService, ledger: Ledger) {
  const { there, half } = await readAll(service);
  const sent = [...ledger.files.values()];
  const unknown = [...there.keys()].filter((sha256) => !ledger.files.has(sha256)).length;
  return {
    lost: sent.filter(({ sha256, isAcknowledged }) => isAcknowledged && !there.has(sha256)).length,
    doubled: sent.filter(({ sha256, tries }) => (there.get(sha256) ?? 0) > tries).length,
    altered: half + unknown,
    visible: [...there.values()].reduce((sum, count) => sum + count, 0),
    ...(await sweep(service)),
  };
}

/** How often each content is there, and how many files are not what their row says. */
async function readAll({ db, deps }: TestService) {
  const rows = await db.read<{ storage_key: string; sha256: Buffer }>(sql`select storage_key, sha256 from kyc_files`);
  const there = new Map<string, number>();
  let half = 0;
  for (const { storage_key: key, sha256 } of rows) {
    const wanted = sha256.toString('hex');
    there.set(wanted, (there.get(wanted) ?? 0) + 1);
    if ((await hashOf(await deps.files.open(key)).catch(() => undefined)) !== wanted) half += 1;
  }
  return { there, half };
}

async function hashOf(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** All sweeps, as if a day had passed; what is left then and belongs to nothing. */
async function sweep(service: TestService): Promise<{ removed: number; orphans: number }> {
  const { db, deps, config } = service;
  const overdue = await db.write(sql`update uploads set created_at = now() - interval '25 hours' returning id`);
  for (const task of uploadJobs(deps)) await task.run(new AbortController().signal);
  const { removedFiles, removedParts } = await deps.files.sweep({ db, olderThanMs: 0, clock: systemClock });
  const stored = await kycCalls(service).storedFiles();
  const partials = await readdir(join(config.dataDir, 'uploads'));
  const rows = await db.read(sql`select id from uploads`);
  return {
    removed: overdue.length + removedFiles + removedParts,
    orphans: (await orphansAmong(db, stored)) + partials.length + rows.length,
  };
}

/** Files that no row of their owner names, and rows of the store whose owner or whose file is not there. */
async function orphansAmong(db: Database, paths: readonly string[]): Promise<number> {
  const keys = paths.map((path) => path.split('/').at(-1) ?? '');
  const named = sql`select unnest(array_remove(array[storage_key, review_storage_key, preview_storage_key], null)) as key from kyc_files`;
  const rows =
    await db.read(sql`select key from unnest(${keys}::text[]) as file (key) full join (${named}) as owner using (key)
      full join stored_files s on s.storage_key = key
    where file.key is null or owner.key is null or s.storage_key is null`);
  return rows.length;
}
