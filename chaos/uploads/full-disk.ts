import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApiProcess } from '../../packages/harness/src/api-process.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer, tokenSource } from '../../packages/harness/src/scene.ts';
import { startService, type TestService } from '../../packages/harness/src/service.ts';
import { mountSmallDisk, type SmallDisk } from '../../packages/harness/src/small-disk.ts';
import type { Figure } from '../figure.ts';
import { compareWithLedger } from './aftermath.ts';
import type { Measure } from './measure.ts';
import { type Callers, type Ledger, sendByApi, sendByForm, sendInPieces } from './senders.ts';

const MEGABYTE = 1024 * 1024;
/** What others have on the disk, until they take it away. */
const FILLER_MB = 4;
const FILES_PER_INVITATION = 6;
const LOOK_MS = 50;
/** A disk that never fills is a defect of this measurement. */
const LONGEST_MS = 300_000;

/**
 * Sends files in every way until the disk takes no byte more, and goes on sending: into a full disk, through a process that is killed
 * on it, and then into the room that somebody makes.
 */
export async function measureFullDisk({ diskMb, refusals }: Measure): Promise<Figure[]> {
  const disk = await mountSmallDisk(diskMb);
  if (!disk) return [{ what: 'a full disk', found: 'none can be mounted by this account', goal: 'none', met: true }];
  // Without a floor: the very last byte is what is looked at.
  const service = await startService({ DATA_DIR: disk.path, DATA_MIN_FREE_MB: '0' });
  const stand = { service, disk, refusals, ledger: { files: new Map(), broken: 0, lostBytes: 0 } };
  try {
    const answers = await sendUntilThereIsRoomAgain(stand);
    return await findings(stand, answers);
  } finally {
    await service.close();
    await disk.close();
  }
}

interface Stand {
  readonly service: TestService;
  readonly disk: SmallDisk;
  readonly refusals: number;
  readonly ledger: Ledger;
}

interface Answers {
  /** 503 while the disk was full. */
  readonly refused: number;
  /** 503 without Retry-After, and all others from 500 on. */
  readonly wrong: number;
  /** Files that arrived after there was room. */
  readonly later: number;
}

async function sendUntilThereIsRoomAgain({ service, disk, refusals, ledger }: Stand): Promise<Answers> {
  const filler = join(disk.path, 'filler');
  await writeFile(filler, randomBytes(FILLER_MB * MEGABYTE));
  const count = { refused: 0, wrong: 0 };
  const watched = watchAnswers((status, retryAfter) => {
    if (status === 503 && retryAfter !== null) count.refused += 1;
    else if (status >= 500) count.wrong += 1;
  });
  let api: ApiProcess = await startApiProcess(service);
  const ring: Callers = { call: (work) => work(api.url) };
  let isOver = false;
  const lanes = sendOn({ service, ring, ledger }, () => isOver);
  const refusedTo = async (wanted: number): Promise<void> => {
    for (let waitedMs = 0; count.refused < wanted; waitedMs += LOOK_MS) {
      if (waitedMs > LONGEST_MS) throw new Error('the disk did not fill');
      await Promise.race([sleep(LOOK_MS), lanes]);
    }
  };
  try {
    await refusedTo(refusals / 2);
    await api.kill();
    api = await startApiProcess(service);
    await refusedTo(refusals);
    const before = acknowledged(ledger);
    await rm(filler);
    isOver = true;
    await lanes;
    return { ...count, later: acknowledged(ledger) - before };
  } finally {
    isOver = true;
    watched.end();
    await api.kill();
  }
}

interface Lanes {
  readonly service: TestService;
  readonly ring: Callers;
  readonly ledger: Ledger;
}

/** Each lane ends its last file, however long that takes. */
async function sendOn({ service, ring, ledger }: Lanes, isOver: () => boolean): Promise<void> {
  const buyer = await sceneWithBuyer(service);
  const token = tokenSource(buyer.org);
  const withToken = async (): Promise<BuyerScene> => ({ ...buyer, token: await token() });
  async function asVisitor(send: typeof sendByForm): Promise<void> {
    while (!isOver()) {
      const scenes = createPortalScene(service, await withToken());
      const visitor = await scenes.started(await scenes.invited());
      for (let n = 0; n < FILES_PER_INVITATION && !isOver(); n += 1) await send(ring, visitor, ledger);
    }
  }
  async function asIntegrator(): Promise<void> {
    while (!isOver()) await sendByApi(ring, await withToken(), ledger);
  }
  await Promise.all([asVisitor(sendInPieces), asVisitor(sendInPieces), asVisitor(sendByForm), asIntegrator()]);
}

/** Hears of each answer that a lane gets. */
function watchAnswers(hear: (status: number, retryAfter: string | null) => void): { end(): void } {
  const { fetch } = globalThis;
  globalThis.fetch = async (...call) => {
    const answer = await fetch(...call);
    hear(answer.status, answer.headers.get('retry-after'));
    return answer;
  };
  return { end: () => void (globalThis.fetch = fetch) };
}

function acknowledged({ files }: Ledger): number {
  return [...files.values()].filter(({ isAcknowledged }) => isAcknowledged).length;
}

async function findings({ service, ledger }: Stand, { refused, wrong, later }: Answers): Promise<Figure[]> {
  const { lost, doubled, altered, visible, removed, orphans } = await compareWithLedger(service, ledger);
  return [
    {
      what: `${refused} calls refused by a full disk: answers but 503 with Retry-After`,
      found: String(wrong),
      goal: '0',
      met: wrong === 0 && refused > 0,
    },
    {
      what: `${ledger.files.size} files to a full disk, one kill on it`,
      found: `${lost} lost, ${doubled} doubled, ${ledger.lostBytes} answered bytes lost`,
      goal: '0',
      met: lost + doubled + ledger.lostBytes === 0,
    },
    {
      what: `${visible} files visible afterwards`,
      found: `${altered} half or altered, ${orphans} orphans after the sweep of ${removed}`,
      goal: '0',
      met: altered + orphans === 0,
    },
    {
      what: 'files that were refused and arrived when there was room',
      found: String(later),
      goal: 'all',
      met: later > 0 && [...ledger.files.values()].every(({ isAcknowledged }) => isAcknowledged),
    },
  ];
}
