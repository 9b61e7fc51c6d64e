import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { type KillRing, openKillRing } from '../../packages/harness/src/kill-ring.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer, tokenSource } from '../../packages/harness/src/scene.ts';
import { startService, type TestService } from '../../packages/harness/src/service.ts';
import type { Figure } from '../figure.ts';
import { compareWithLedger } from './aftermath.ts';
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
  const { lost, doubled, altered, visible, removed, orphans } = await compareWithLedger(service, ledger);
  return [
    {
      what: `${kills} kills over ${ledger.files.size} files, ${ledger.broken} calls broken`,
      found: `${lost} lost, ${doubled} doubled, ${ledger.lostBytes} answered bytes lost`,
      goal: '0',
      met: lost + doubled + ledger.lostBytes === 0 && ledger.broken >= kills / 2,
    },
    {
      what: `${visible} files visible after the kills`,
      found: `${altered} half or altered`,
      goal: '0',
      met: altered === 0,
    },
    {
      what: `the sweep removed ${removed} unfinished ones`,
      found: `${orphans} orphans left`,
      goal: '0',
      met: orphans === 0,
    },
  ];
}
