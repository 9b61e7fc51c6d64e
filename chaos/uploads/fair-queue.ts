import { setTimeout as sleep } from 'node:timers/promises';
import { slowPng } from '../../packages/server/src/modules/files/hostile-pictures.test-support.ts';
import { makePng } from '../../packages/server/src/modules/files/sample-files.ts';
import { type ApiProcess, startApiProcess } from '../../packages/harness/src/api-process.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import type { Visitor } from '../../packages/harness/src/visitor.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';

const RETRY_MS = 2_000;
const LOOK_MS = 500;
/** So many looks without a verdict: nothing more is judged. */
const QUIET_LOOKS = 8;

/** One link sends files that take seconds of a processor, again and again, and hangs up; others send what takes none. */
export async function measureFairQueue({ floods, honestLinks }: Measure): Promise<Figure[]> {
  const service = await startService();
  const api = await startApiProcess(service, { isMeasured: true });
  try {
    const scenes = createPortalScene(service, await sceneWithBuyer(service));
    const hostile = (await scenes.started(await scenes.invited())).through(api.url);
    const others: Visitor[] = [];
    while (others.length < honestLinks) others.push((await scenes.started(await scenes.invited())).through(api.url));
    const flood = startFlood(hostile, floods);
    await flood.underWay;
    const waits: number[] = [];
    for (const other of others) {
      const sentAt = performance.now();
      const { status } = await other.upload({ fileName: 'scan.png', bytes: new Uint8Array(makePng()) });
      if (status === 303) waits.push((performance.now() - sentAt) / 1000);
    }
    const before = await verdictsOf(api, 'accepted');
    flood.hangUp();
    await untilQuiet(api);
    const after = (await verdictsOf(api, 'accepted')) - before;
    return [
      {
        what: `${floods} slow files of one link at once: files of ${honestLinks} other links`,
        found: `${waits.length} kept, the slowest after ${Math.max(...waits).toFixed(1)} s, ${flood.busy()} of the flood told to come back`,
        goal: 'all',
        met: waits.length === honestLinks && flood.busy() >= floods - 3,
      },
      {
        what: `${floods} slow files of one link at once: judged after the sender hung up`,
        found: String(after),
        goal: 'at most the one at work',
        met: after <= 1,
      },
    ];
  } finally {
    await api.kill();
    await service.close();
  }
}

function startFlood(hostile: Visitor, lanes: number) {
  const bytes = new Uint8Array(slowPng());
  const gone = new AbortController();
  const underWay = Promise.withResolvers<void>();
  let busy = 0;
  for (let lane = 0; lane < lanes; lane += 1) void send();
  async function send(): Promise<void> {
    while (!gone.signal.aborted) {
      const answer = await hostile.upload({ fileName: 'scan.png', bytes, signal: gone.signal }).catch(() => undefined);
      if (answer?.status === 503) {
        busy += 1;
        underWay.resolve();
      }
      await answer?.body?.cancel();
      await sleep(RETRY_MS);
    }
  }
  return { underWay: underWay.promise, busy: () => busy, hangUp: () => gone.abort() };
}

async function verdictsOf({ url }: ApiProcess, verdict = '\\S+'): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const lines = metrics.matchAll(new RegExp(`^nt24_file_judgements_total\\{verdict="${verdict}"\\} (\\d+)$`, 'gm'));
  return [...lines].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function untilQuiet(api: ApiProcess): Promise<void> {
  let last = -1;
  for (let quiet = 0; quiet < QUIET_LOOKS;) {
    const now = await verdictsOf(api);
    quiet = now === last ? quiet + 1 : 0;
    last = now;
    await sleep(LOOK_MS);
  }
}
