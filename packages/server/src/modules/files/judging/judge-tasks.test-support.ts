import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyring } from '../../../platform/keyring.ts';
import type { MediaType } from '../media-type.ts';
import { createFileSet } from '../file-set.ts';
import { RECORD_BYTES } from '../sealed-records.ts';
import { createDiskDriver } from '../storage/disk-driver.ts';
import type { JudgeTask } from './judge-pool.ts';

/** A sealed file as a store would hand it to the judges. */
export async function stored(content: Buffer, mediaType: MediaType = 'image/png'): Promise<JudgeTask> {
  const directory = await mkdtemp(join(tmpdir(), 'nt24-judge-'));
  after(() => rm(directory, { recursive: true, force: true }));
  const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
  async function* records() {
    for (let at = 0; at < content.length; at += RECORD_BYTES) {
      yield { plain: content.subarray(at, at + RECORD_BYTES), last: at + RECORD_BYTES >= content.length };
    }
  }
  const written = await createFileSet({ storage: createDiskDriver(directory), keyring }).write(records());
  return { ...written, mediaType };
}

/** Time for the first bytes of a file to reach the process. Were it too short, the test would show less, and not fail. */
const ARRIVAL_MS = 400;

export interface Gated {
  readonly task: JudgeTask;
  /** Resolves when a judge is at it, each time anew. */
  begun(): Promise<void>;
  /** Until then a judge that is at it has nothing to do, and waits. */
  go(): void;
  readonly opened: number;
}

/** A file whose bytes come when the test says so: a judge is at it as long as wanted, and uses no time. */
export function gated(file: JudgeTask): Gated {
  const gate = Promise.withResolvers<void>();
  let opened = 0;
  let opening = Promise.withResolvers<void>();
  async function* bytes(content: Readable) {
    await gate.promise;
    yield* content;
  }
  return {
    task: {
      ...file,
      async open() {
        const { byteSize, content } = await file.open();
        opened += 1;
        opening.resolve();
        const held = Readable.from(bytes(content));
        held.once('close', () => content.destroy());
        return { byteSize, content: held };
      },
    },
    async begun() {
      await opening.promise;
      opening = Promise.withResolvers();
      await pause(ARRIVAL_MS);
    },
    go: () => gate.resolve(),
    get opened() {
      return opened;
    },
  };
}
