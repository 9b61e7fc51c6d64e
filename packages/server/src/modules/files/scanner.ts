import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FileUnsafe, ScannerUnavailable } from './file-errors.ts';

/** clamd's INSTREAM: chunks of a 32-bit length and so many bytes, ended by a length of zero. */
const COMMAND = Buffer.from('zINSTREAM\0');
const END = Buffer.alloc(4);
const CLEAN = 'stream: OK\0';
const FOUND = /^stream: [^\0]+ FOUND\0$/;
const MAX_ANSWER_BYTES = 4096;
const TIMEOUT_MS = 60_000;

export type ScannerAddress = { readonly host: string; readonly port: number } | { readonly path: string };

export interface Scanner {
  /**
   * Resolves on exactly "OK". Rejects with FileUnsafe 'infected' on exactly "FOUND", with ScannerUnavailable on anything else,
   * silence included. The source is read to its end or destroyed.
   */
  requireClean(source: Readable): Promise<void>;
}

/** ClamAV's daemon, one connection a file; `timeoutMs` is for the whole scan. */
export function createScanner(address: ScannerAddress, timeoutMs = TIMEOUT_MS): Scanner {
  return {
    async requireClean(source) {
      const answer = await ask(address, source, timeoutMs).catch((error: unknown) => {
        throw new ScannerUnavailable('the virus scanner cannot be reached', { cause: error });
      });
      if (answer === CLEAN) return;
      if (FOUND.test(answer)) throw new FileUnsafe('infected');
      throw new ScannerUnavailable('the virus scanner gave no verdict');
    },
  };
}

async function ask(address: ScannerAddress, source: Readable, timeoutMs: number): Promise<string> {
  const socket = connect(address);
  const timer = setTimeout(() => socket.destroy(new Error('the virus scanner took too long')), timeoutMs);
  const answered = readAnswer(socket);
  // Awaited below; a scanner may answer, or hang up, in the middle of the file.
  answered.catch(() => undefined);
  try {
    const sent = pipeline(frames(source), socket, { end: false });
    sent.catch(() => undefined);
    await Promise.race([sent, answered]);
    return await answered;
  } finally {
    clearTimeout(timer);
    socket.destroy();
    source.destroy();
  }
}

async function* frames(source: Readable): AsyncGenerator<Buffer> {
  yield COMMAND;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.length);
    yield Buffer.concat([length, chunk]);
  }
  yield END;
}

/** Until clamd closes the connection: a verdict counts only when nothing follows it. */
async function readAnswer(socket: Socket): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of socket as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('latin1');
}
