import {
  endlessRow,
  largestJpeg,
  plainPng,
} from '../../packages/server/src/modules/files/hostile-pictures.test-support.ts';
import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { createPortalScene } from '../../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import type { Visitor } from '../../packages/harness/src/visitor.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { peakDuring } from './memory.ts';

const SERVER_LIMIT_MB = 512;
const JUDGE_LIMIT_MB = 1024;

interface Bomb {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly status: 303 | 422;
}

/** Beyond the limits, and at them, where a decoder takes most. */
async function makeBombs(): Promise<Bomb[]> {
  return [
    { fileName: 'row.png', bytes: endlessRow(), status: 422 },
    { fileName: 'turned.jpg', bytes: await largestJpeg(), status: 303 },
    { fileName: 'deep.png', bytes: plainPng({ width: 9_000, height: 5_555, bits: 16 }), status: 422 },
    {
      fileName: 'woven.png',
      bytes: plainPng({ width: 5_792, height: 5_792, bits: 16, isInterlaced: true }),
      status: 303,
    },
  ];
}

/** Pictures of a few kilobytes that decode to hundreds of megabytes and more, from many links at once. */
export async function measureBombs({ bombs }: Measure): Promise<Figure[]> {
  const service = await startService();
  const api = await startApiProcess(service, { isMeasured: true });
  try {
    const scenes = createPortalScene(service, await sceneWithBuyer(service));
    const visitors: Visitor[] = [];
    while (visitors.length < bombs) visitors.push(await scenes.started(await scenes.invited()));
    const kinds = await makeBombs();
    let asWanted = 0;
    const send = async (visitor: Visitor, n: number): Promise<void> => {
      const { fileName, bytes, status } = kinds[n % kinds.length] as Bomb;
      const answer = await visitor.through(api.url).upload({ fileName, bytes: new Uint8Array(bytes) });
      if (answer.status === status) asWanted += 1;
    };
    const peak = await peakDuring(api.pid, async () => void (await Promise.all(visitors.map(send))));
    const what = `${bombs} pictures that decode to gigabytes`;
    return [
      { what, found: `${asWanted} judged as they should`, goal: 'all', met: asWanted === bombs },
      {
        what: `${what}: memory of a process that judges`,
        found: peak ? `${peak.childMb.toFixed(0)} MB` : 'not told by this system',
        goal: `under ${JUDGE_LIMIT_MB} MB`,
        met: peak === undefined || peak.childMb < JUDGE_LIMIT_MB,
      },
      {
        what: `${what}: memory of the API process`,
        found: peak ? `${peak.processMb.toFixed(0)} MB` : 'not told by this system',
        goal: `under ${SERVER_LIMIT_MB} MB`,
        met: peak === undefined || peak.processMb < SERVER_LIMIT_MB,
      },
    ];
  } finally {
    await api.kill();
    await service.close();
  }
}
