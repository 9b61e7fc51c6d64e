import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../config/config.ts';
import { StartError } from './start-failure.ts';

/** Where a server listens, and which variables say so. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly setBy: { readonly host: string; readonly port: string };
}

export function publicAddress({ http }: Config): Address {
  return { host: http.host, port: http.port, setBy: { host: 'HOST', port: 'PORT' } };
}

export function adminAddress({ admin }: Config): Address | undefined {
  return admin && { ...admin, setBy: { host: 'ADMIN_HOST', port: 'ADMIN_PORT' } };
}

/** Found out before anything slow is started. @throws StartError when an address cannot be listened on */
export async function requireFreePorts(config: Config): Promise<void> {
  for (const address of [publicAddress(config), adminAddress(config)]) if (address) await requireFreePort(address);
}

async function requireFreePort(address: Address): Promise<void> {
  const server = createServer();
  try {
    server.listen(address.port, address.host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  } catch (error) {
    throw listenFailure(error, address);
  }
}

export function listenFailure(error: unknown, { host, port, setBy }: Address): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return new StartError(`port ${port} on ${host} is in use; set ${setBy.port} to another one`);
  if (code === 'EACCES')
    return new StartError(
      `port ${port} needs rights that this account does not have; set ${setBy.port} to one above 1023`,
    );
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartError(`this machine has no address ${host}; set ${setBy.host} to one it has`);
  }
  return error;
}
