import assert from 'node:assert/strict';
import sql from 'sql-template-tag';
import { makePdf } from '../../packages/server/src/modules/files/sample-files.ts';
import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import { createTusClient } from '../../packages/harness/src/tus-client.ts';
import type { Visitor } from '../../packages/harness/src/visitor.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { peakDuring } from './memory.ts';

const MEGABYTE = 1024 * 1024;
const FILE_BYTES = 10 * MEGABYTE;
const PIECE_BYTES = 2 * MEGABYTE;
const LIMIT_MB = 512;

/** Large files from as many buyers at once, every other one in pieces, to one API process whose memory is watched. */
export async function measureMemory({ uploadsAtOnce }: Measure): Promise<Figure[]> {
  const service = await startService();
  const api = await startApiProcess(service, { isMeasured: true });
  try {
    const scenes = createPortalScene(service, await sceneWithBuyer(service));
    const visitors: Visitor[] = [];
    while (visitors.length < uploadsAtOnce) visitors.push(await scenes.started(await scenes.invited()));
    const bytes = new Uint8Array(makePdf(FILE_BYTES));
    const peak = await peakDuring(api.pid, async () => {
      await Promise.all(visitors.map((visitor, n) => (n % 2 === 0 ? inPieces : byForm)(api.url, visitor, bytes)));
    });
    const kept = await service.db.read(sql`select id from kyc_files where byte_size = ${FILE_BYTES}`);
    return [
      {
        what: `${uploadsAtOnce} uploads of 10 MB at once: memory of the API process`,
        found: peak
          ? `${peak.processMb.toFixed(0)} MB, ${peak.togetherMb.toFixed(0)} MB with the processes that judge`
          : 'not told by this system',
        goal: `under ${LIMIT_MB} MB`,
        met: peak === undefined || peak.togetherMb < LIMIT_MB,
      },
      {
        what: `${uploadsAtOnce} uploads of 10 MB at once`,
        found: `${kept.length} kept`,
        goal: 'all',
        met: kept.length === uploadsAtOnce,
      },
    ];
  } finally {
    await api.kill();
    await service.close();
  }
}

type Send = (url: string, visitor: Visitor, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;

const inPieces: Send = async (url, visitor, bytes) => {
  const tus = createTusClient(visitor, url);
  const path = await tus.begin({ byteSize: bytes.length });
  for (let at = 0; at < bytes.length; at += PIECE_BYTES)
    assert.equal((await tus.patch(path, at, bytes.subarray(at, at + PIECE_BYTES))).status, 204);
  assert.equal((await tus.finish(path)).status, 200);
};

const byForm: Send = async (url, visitor, bytes) => {
  assert.equal((await visitor.through(url).upload({ bytes })).status, 303);
};
