import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Config } from '../config/config.ts';
import { StartError } from './start-failure.ts';

/** Found out before anything slow is started. @throws StartError when the address cannot be listened on */
export async function requireFreePort(http: Config['http']): Promise<void> {
  const server = createServer();
  try {
    server.listen(http.port, http.host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  } catch (error) {
    throw listenFailure(error, http);
  }
}

export function listenFailure(error: unknown, { host, port }: Config['http']): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new StartError(`port ${port} on ${host} is in use; set PORT to another one`);
  if (code === 'EACCES')
    return new StartError(`port ${port} needs rights that this account does not have; set PORT to one above 1023`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartError(`this machine has no address ${host}; set HOST to one it has`);
  }
  return error;
}
