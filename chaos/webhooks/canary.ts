import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Canary {
  readonly port: number;
  /** TCP connections accepted so far. */
  connections(): number;
  close(): Promise<void>;
}

/** The only ports that the guard would let anybody through to. */
const PORTS = [8443, 443];

export class NoPortForCanary extends Error {
  constructor() {
    super(`ports ${PORTS.join(' and ')} are taken`);
  }
}

/** Something on this machine that nobody may reach. @throws NoPortForCanary */
export async function startCanary(): Promise<Canary> {
  for (const port of PORTS) {
    let connections = 0;
    const server = createServer((socket) => {
      connections += 1;
      socket.on('error', () => undefined).destroy();
    });
    try {
      // Every address of the machine, IPv4 and IPv6.
      server.listen({ port, host: '::' });
      await once(server, 'listening');
    } catch {
      continue;
    }
    return {
      port,
      connections: () => connections,
      close: () => new Promise((resolve) => void server.close(() => resolve())),
    };
  }
  throw new NoPortForCanary();
}
