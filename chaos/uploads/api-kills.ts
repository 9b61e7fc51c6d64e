import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import { uploadJobs } from '../../packages/server/src/modules/self-service/uploads/jobs.ts';
import { systemClock } from '../../packages/server/src/platform/clock.ts';
import type { Database } from '../../packages/server/src/platform/db/database.ts';
import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { type KillRing, openKillRing } from '../../packages/harness/src/kill-ring.ts';
import { kycCalls } from '../../packages/harness/src/kyc-calls.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer, tokenSource } from '../../packages/harness/src/scene.ts';
import { startService, type TestService } from '../../packages/harness/src/service.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { type Ledger, sendByApi, sendByForm, sendInPieces } from './senders.ts';

const LANES = 2;
const LONGEST_LIFE_MS = 300;
/** Fewer than fit into one draft. */
const FILES_PER_INVITATION = 6;

/** Kills one API process after the other while files come in every way: none may be lost, half, doubled or left over. */
export async function measureKills({ kills }: Measure): Promise<Figure[]> {
  const service = await startService();
  const ring = await openKillRing(() => startApiProcess(service), { kills, lanes: LANES, longestMs: LONGEST_LIFE_MS });
  const ledger: Ledger = { files: new Map(), broken: 0, lostBytes: 0 };
  try {
    await sendUntilOver(service, ring, ledger);
    await ring.close();
    return await findings({ service, kills: ring.kills(), ledger });
  } finally {
    await ring.close();
    await service.close();
  }
}

async function sendUntilOver(service: TestService, ring: KillRing, ledger: Ledger): Promise<void> {
  const buyer = await sceneWithBuyer(service);
  const token = tokenSource(buyer.org);
  const withToken = async (): Promise<BuyerScene> => ({ ...buyer, token: await token() });
  async function asVisitor(send: typeof sendByForm): Promise<void> {
    while (!ring.isOver()) {
      const scenes = createPortalScene(service, await withToken());
      const visitor = await scenes.started(await scenes.invited());
      for (let n = 0; n < FILES_PER_INVITATION && !ring.isOver(); n += 1) await send(ring, visitor, ledger);
    }
  }
  async function asIntegrator(): Promise<void> {
    while (!ring.isOver()) await sendByApi(ring, await withToken(), ledger);
  }
  await Promise.all([
    ring.run(),
    asVisitor(sendInPieces),
    asVisitor(sendInPieces),
    asVisitor(sendByForm),
    asIntegrator(),
  ]);
}

interface Aftermath {
  readonly service: TestService;
  readonly kills: number;
  readonly ledger: Ledger;
}

async function findings({ service, kills, ledger }: Aftermath): Promise<Figure[]> {
  const { there, half } = await readAll(service);
  const files = [...ledger.files.values()];
  const lost = files.filter(({ sha256, isAcknowledged }) => isAcknowledged && !there.has(sha256)).length;
  const doubled = files.filter(({ sha256, tries }) => (there.get(sha256) ?? 0) > tries).length;
  const unknown = [...there.keys()].filter((sha256) => !ledger.files.has(sha256)).length;
  const { removed, orphans } = await sweep(service);
  return [
    {
      what: `${kills} kills over ${files.length} files, ${ledger.broken} calls broken`,
      found: `${lost} lost, ${doubled} doubled, ${ledger.lostBytes} answered bytes lost`,
      goal: '0',
      met: lost + doubled + ledger.lostBytes === 0 && ledger.broken >= kills / 2,
    },
    {
      what: `${[...there.values()].reduce((sum, count) => sum + count, 0)} files visible after the kills`,
      found: `${half + unknown} half or altered`,
      goal: '0',
      met: half + unknown === 0,
    },
    {
      what: `the sweep removed ${removed} unfinished ones`,
      found: `${orphans} orphans left`,
      goal: '0',
      met: orphans === 0,
    },
  ];
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
