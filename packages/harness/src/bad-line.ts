import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server as a phone has it: slow, and cut now and then. */
export interface BadLine {
  readonly url: string;
  /** Where it leads; may be set after its own address is known. */
  target: string;
  /** What it carries to the server; no limit without. */
  bytesPerSecond: number | undefined;
  /** Cuts all connections each time that so many bytes went to the server, as often as `cutsLeft` says. */
  cutEveryBytes: number;
  cutsLeft: number;
  close(): Promise<void>;
}

export async function startBadLine(): Promise<BadLine> {
  const sockets = new Set<Socket>();
  let sinceCut = 0;

  function carry(bytes: Buffer, near: Socket, far: Socket): void {
    sinceCut += bytes.length;
    if (line.cutsLeft > 0 && sinceCut >= line.cutEveryBytes) {
      line.cutsLeft -= 1;
      sinceCut = 0;
      for (const socket of sockets) socket.destroy();
      return;
    }
    far.write(bytes);
    if (line.bytesPerSecond === undefined) return;
    near.pause();
    setTimeout(() => near.resume(), (bytes.length * 1000) / line.bytesPerSecond);
  }

  const server = createServer((near) => {
    const { port, hostname } = new URL(line.target);
    const far = connect(Number(port), hostname);
    near.on('data', (bytes) => carry(bytes, near, far));
    far.pipe(near);
    near.on('end', () => far.end());
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');
  const line: BadLine = {
    url: `http://127.0.0.1:${address.port}`,
    target: '',
    bytesPerSecond: undefined,
    cutEveryBytes: Number.POSITIVE_INFINITY,
    cutsLeft: 0,
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
  return line;
}
