import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface LoadOrder {
  readonly port: number;
  /** Whole requests as they go over the wire, but for `tail`; sent in this order. */
  readonly requests: readonly string[];
  /** The end of every one of them. */
  readonly tail: Buffer | undefined;
  /** Begins anew with the first request when all have been sent. Without it, running out of requests is an error. */
  readonly again: boolean;
  /** What every answer must have. */
  readonly status: number;
  readonly connections: number;
  readonly seconds: number;
  /** Arrivals at this steady rate, measured from when each was due. Without it every connection sends as fast as it is answered. */
  readonly perSecond?: number;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answered within the time. */
  readonly answered: number;
  /** Handed out to be sent: they may have had their effect, also those that were cut off at the end. */
  readonly used: number;
}

/** Whoever sends. One order at a time. */
export interface Load {
  readonly name: 'wrk' | 'Node';
  /** Throws on a wrong answer, a broken connection, and when the requests run out. */
  run(order: LoadOrder): Promise<LoadResult>;
  /** Its own, up to now: what it takes from those that it measures. Undefined where there is no /proc. */
  processorSeconds(): number | undefined;
  close(): void;
}

/** What both generators read: the requests, each with its length in front, and the tail. */
export interface OrderFiles {
  readonly requestsPath: string;
  readonly tailPath: string;
}

export async function writeOrder(folder: string, { requests, tail }: LoadOrder): Promise<OrderFiles> {
  const files = { requestsPath: join(folder, 'requests'), tailPath: join(folder, 'tail') };
  await writeFile(files.requestsPath, requests.map((raw) => `${Buffer.byteLength(raw)}\n${raw}`).join(''));
  await writeFile(files.tailPath, tail ?? '');
  return files;
}
