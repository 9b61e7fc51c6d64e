import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { makePdf } from '../../packages/server/src/modules/files/sample-files.ts';
import type { KillRing } from '../../packages/harness/src/kill-ring.ts';
import { formOf } from '../../packages/harness/src/kyc-calls.ts';
import type { BuyerScene } from '../../packages/harness/src/scene.ts';
import { createTusClient } from '../../packages/harness/src/tus-client.ts';
import type { Visitor } from '../../packages/harness/src/visitor.ts';

const PAUSE_MS = 30;
/** A file takes long enough on its way that a kill finds it there. */
const DRIP_BYTES = 16 * 1024;
const DRIP_MS = 4;

/** Calls whatever process serves. */
export type Callers = Pick<KillRing, 'call'>;

export interface SentFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  /** How often the whole file may be there: a form that was sent again after a lost answer may stand twice. */
  tries: number;
  isAcknowledged: boolean;
}

/** What was sent by all lanes, by SHA-256. */
export interface Ledger {
  readonly files: Map<string, SentFile>;
  /** Calls that a kill broke. */
  broken: number;
  /** Bytes that were answered and then not there. */
  lostBytes: number;
}

/** Another file each time, and never the same twice. */
export function nextFile({ files }: Ledger): SentFile {
  const bytes = new Uint8Array(makePdf(100_000 + files.size * 512));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { bytes, sha256, tries: 0, isAcknowledged: false };
  files.set(sha256, file);
  return file;
}

/** Until it is answered, wherever a process serves. Throws what is no matter of a kill. */
async function insist(
  { ring, ledger }: { ring: Callers; ledger: Ledger },
  attempt: (url: string) => Promise<boolean>,
): Promise<void> {
  for (;;) {
    try {
      if (await ring.call(attempt)) return;
    } catch (error) {
      if (error instanceof Unexpected) throw error;
      ledger.broken += 1;
    }
    await sleep(PAUSE_MS);
  }
}

class Unexpected extends Error {}

/** 429 and 5xx are worth a repeat. */
async function isAnswered(response: Response, wanted: number): Promise<boolean> {
  const text = await response.text();
  if (response.status === wanted) return true;
  if (response.status === 429 || response.status >= 500) return false;
  throw new Unexpected(`${response.url}: ${response.status} ${text.slice(0, 300)}`);
}

/** The way of the page's script: in pieces, taken up where they broke off. */
export async function sendInPieces(ring: Callers, visitor: Visitor, ledger: Ledger): Promise<void> {
  const file = nextFile(ledger);
  file.tries = 1;
  let path: string | undefined;
  let answered = 0;
  await insist({ ring, ledger }, async (url) => {
    const tus = createTusClient(visitor, url);
    path ??= await tus.begin({ byteSize: file.bytes.length });
    const offset = answered === file.bytes.length ? answered : await tus.offset(path);
    if (offset < answered) ledger.lostBytes += answered - offset;
    const half = Math.ceil(file.bytes.length / 2);
    const end = offset < half ? half : file.bytes.length;
    if (offset < file.bytes.length) {
      if (!(await isAnswered(await tus.patch(path, offset, drip(file.bytes.subarray(offset, end))), 204))) return false;
      answered = end;
      if (end < file.bytes.length) return false;
    }
    return isAnswered(await tus.finish(path), 200);
  });
  file.isAcknowledged = true;
}

function drip(bytes: Uint8Array): ReadableStream {
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      await sleep(DRIP_MS);
      controller.enqueue(bytes.slice(at, at + DRIP_BYTES));
      at += DRIP_BYTES;
      if (at >= bytes.length) controller.close();
    },
  });
}

/** The page without script. */
export async function sendByForm(ring: Callers, visitor: Visitor, ledger: Ledger): Promise<void> {
  const file = nextFile(ledger);
  await insist({ ring, ledger }, (url) => {
    file.tries += 1;
    return visitor
      .through(url)
      .upload({ bytes: file.bytes })
      .then((answer) => isAnswered(answer, 303));
  });
  file.isAcknowledged = true;
}

/** The integrator, with one key for all tries. */
export async function sendByApi(ring: Callers, scene: BuyerScene, ledger: Ledger): Promise<void> {
  const file = nextFile(ledger);
  file.tries = 1;
  const headers = { authorization: `Bearer ${scene.token}`, 'idempotency-key': randomUUID() };
  await insist({ ring, ledger }, async (url) => {
    const body = formOf({ file: Buffer.from(file.bytes) });
    const answer = await fetch(`${url}${scene.buyer}/kyc/documents`, { method: 'POST', headers, body });
    if (answer.headers.get('retry-after') !== null) return false;
    return isAnswered(answer, 201);
  });
  file.isAcknowledged = true;
}
