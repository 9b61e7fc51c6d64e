import { connect, type Socket } from 'node:net';

const HEAD_END = '\r\n\r\n';
const LAST_CHUNK = '\r\n0\r\n\r\n';

/**
 * One kept-alive HTTP/1.1 connection that has one request in flight. It reads only what the measurement needs, the status and
 * where the answer ends, so that the generator takes as little as possible of the machine that it measures.
 */
export interface HttpConnection {
  /** Sends a complete request, in two parts; resolves to the status when the whole answer is there. */
  exchange(request: Buffer, tail: Buffer): Promise<number>;
  close(): void;
}

export async function openConnection(port: number): Promise<HttpConnection> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return overSocket(socket);
}

function overSocket(socket: Socket): HttpConnection {
  let waiting: PromiseWithResolvers<number> | undefined;
  let received = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    if (!isComplete(received)) return;
    const status = Number(received.slice(9, 12));
    received = '';
    waiting?.resolve(status);
  });
  const fail = (error?: Error): void => waiting?.reject(error ?? new Error('the connection was closed'));
  socket.on('error', fail).on('close', () => fail());
  return {
    exchange(request, tail) {
      waiting = Promise.withResolvers<number>();
      socket.write(request);
      if (tail.length > 0) socket.write(tail);
      return waiting.promise;
    },
    close: () => void socket.destroy(),
  };
}

function isComplete(received: string): boolean {
  const headEnd = received.indexOf(HEAD_END);
  if (headEnd < 0) return false;
  const head = received.slice(0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length === undefined) return received.endsWith(LAST_CHUNK);
  return received.length >= headEnd + HEAD_END.length + Number(length);
}
